import Provisioning

extension MusterConfiguration {
    /// Reports settings that are right one by one and wrong together.
    func checkTogether(_ reading: ConfigurationReading) {
        func require(_ holds: Bool, _ paths: [String], _ finding: String) {
            if !holds { reading.reportConflict(of: paths, finding) }
        }
        let device = ["limits.device_limit_min", "limits.device_limit_max"]
        require(
            limits.deviceLimitMin <= limits.deviceLimitMax, device,
            "limits.device_limit_min (\(limits.deviceLimitMin)) is above "
                + "limits.device_limit_max (\(limits.deviceLimitMax))")
        require(
            limits.deviceLimitMin > limits.deviceLimitMax
                || (limits.deviceLimitMin...limits.deviceLimitMax)
                    .contains(policy.deviceLimitDefault),
            ["policy.device_limit"] + device,
            "policy.device_limit (\(policy.deviceLimitDefault)) is not from "
                + "\(limits.deviceLimitMin) to \(limits.deviceLimitMax), as limits.device_limit_min "
                + "and limits.device_limit_max ask")
        require(
            limits.passwordBytesMin <= limits.passwordBytesMax,
            ["limits.password_bytes_min", "limits.password_bytes_max"],
            "limits.password_bytes_min (\(limits.passwordBytesMin)) is above "
                + "limits.password_bytes_max (\(limits.passwordBytesMax))")
        require(
            limits.fieldBytesMax <= limits.recordBytesMax,
            ["limits.field_bytes", "limits.record_bytes"],
            "limits.field_bytes (\(limits.fieldBytesMax)) is above limits.record_bytes "
                + "(\(limits.recordBytesMax)): a record holds its fields")
        require(
            limits.emailLocalPartBytesMax < limits.emailBytesMax,
            ["limits.email_local_part_bytes", "limits.email_bytes"],
            "limits.email_local_part_bytes (\(limits.emailLocalPartBytesMax)) is not below "
                + "limits.email_bytes (\(limits.emailBytesMax)): an address holds its local part")
    }
}
