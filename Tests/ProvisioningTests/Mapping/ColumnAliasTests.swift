import Provisioning
import Testing

/// Every name of the wild maps by itself, in a header with a key beside it.
@Suite struct ColumnAliasTests {
    static let plain: [(target: String, headers: [String])] = [
        (
            "action",
            [
                "Action", "method", "changetype", "Transaction Type", "operation", "op",
                "recstatus",
            ]
        ),
        (
            "username",
            [
                "username", "Username", "login", "Login", "User Login", "login_id",
                "cognito:username", "userName", "userPrincipalName",
                "User name [userPrincipalName] Required", "User name", "USERNAME", "LOGIN",
                "sAMAccountName", "uid", "preferred_username", "SsoUsername", "User_Name",
            ]
        ),
        (
            "email",
            [
                "email", "Email Address [Required]", "EMAIL", "workEmail", "Work Email",
                "WORK_EMAIL", "mail", #"emails[type eq "work"].value"#, "emails[0].value",
                "bestEmail", "primaryEmail", "user_email", "E-Mail",
            ]
        ),
        (
            "alternate_email",
            [
                "secondEmail", "Recovery Email", "Home Secondary Email", "Work Secondary Email",
                "homeEmail",
            ]
        ),
        (
            "first_name",
            [
                "firstname", "firstName", "First Name", "First Name [Required]", "first_name",
                "given_name", "givenName", "name.givenName", "FIRSTNAME", "FIRST_NAME",
                "Legal First Name", "PreferredFirstName",
            ]
        ),
        (
            "last_name",
            [
                "lastname", "lastName", "Last Name", "last_name", "family_name", "familyName",
                "name.familyName", "surname", "sn", "LASTNAME", "LAST_NAME",
            ]
        ),
        (
            "attr.middle_name",
            [
                "middlename", "middleName", "middle_name", "MI", "MIDDLE_NAME",
                "LEGAL_MIDDLE_NAME",
            ]
        ),
        (
            "display_name",
            [
                "displayName", "Name [displayName] Required", "name", "full_name",
                "sortable_name", "short_name", "FullName", "Full Name", "cn", "WORKER_NAME",
                "nickname",
            ]
        ),
        (
            "phone",
            [
                "phone", "phone_number", "mobilePhone", "mobile", "Mobile phone [mobile]",
                "Recovery Phone [MUST BE IN THE E.164 FORMAT]", "Mobile Phone", "Work Phone",
                "phone1", "phone2", #"phoneNumbers[type eq "mobile"].value"#, "WORK_MOBILE",
                "HOME_MOBILE", "BIZ_PHONE", "sms", "telephoneNumber", "OfficePhone",
            ]
        ),
        (
            "password",
            [
                "password", "Password [Required]", "Initial password [passwordProfile] Required",
                "PASSWORD",
            ]
        ),
        ("password_hash", ["password_hash", "ssha_password"]),
        (
            "attr.force_change",
            [
                "Change Password at Next Sign-In", "forceChangePasswordNextSignIn",
                "REQUIRE_NEW_PASSWORD_AT_NEXT_SIGN_IN", "force_change",
            ]
        ),
        ("password_expires", ["password_expiry", "password_expires"]),
        (
            "employee_id",
            [
                "employeeNumber", "employeeId", "Employee ID", "Employee Number", "WorkerID",
                "FILENUMBER", "File #", "EMPID", "idnumber", "Associate ID", "Emp_No",
                "matriculation",
            ]
        ),
        ("external_id", ["externalId", "integration_id", "sourcedId", "WID", "id"]),
        ("user", ["oldusername", "old_username"]),
        (
            "enabled",
            [
                "active", "accountEnabled", "enabled", "IsEnabled", "enabledUser",
                "WorkerStatus", "New Status [UPLOAD ONLY]",
            ]
        ),
        (
            "groups",
            [
                "groups", "group", "User Groups", "cohort1", "group2", "course1", "role12",
                "GroupCode", "classes", "memberOf", "roles",
            ]
        ),
        (
            "attr.org_unit",
            [
                "Org Unit Path [Required]", "organizationalUnit", "orgSourcedIds", "division",
                "Company", "location",
            ]
        ),
        (
            "job_title",
            [
                "title", "jobTitle", "Employee Title", "JOBTITLE", "TITLE", "Job Title For User",
                "BusinessTitle",
            ]
        ),
        ("department", ["department", "DEPARTMENT", "dept", "CostCenter", "Cost Center"]),
        (
            "manager",
            [
                "manager", "MANAGER", "manager.value", "ManagerID", "MANAGER_ID",
                "Manager Email", "Manager's email", "supervisorEId", "supervisorId",
                "supervisor", "managerId",
            ]
        ),
        (
            "start_date",
            [
                "hireDate", "HIREDATE", "Hire Date", "HireDate", "employeeHireDate",
                "originalHireDate", "rehireDate", "joined date",
            ]
        ),
        (
            "end_date",
            [
                "terminationDate", "TERMINATION_DATE", "Termination Date",
                "employeeLeaveDateTime", "validto", "TimeLimitUntil",
            ]
        ),
        ("attr.on_leave", ["ON_LEAVE", "OnLeave"]),
        ("language", ["lang", "locale", "preferredLanguage"]),
        ("timezone", ["zoneinfo", "timezone", "TIMEZONE"]),
        ("country", ["country", "CountryCode", "COUNTRY", "usageLocation"]),
        ("second_factor", ["mfa_factors", "authType", "second_factor", "2fa", "mfa_method"]),
        ("device_limit", ["device_limit", "max_devices", "maxAllowedDevices"]),
        ("send_mail", ["send_welcome_email", "NotifyAboutNews", "send_invite"]),
        ("attr.shoeSize", ["profile_field_shoeSize", "custom:shoeSize", "attr.shoeSize"]),
        ("attr.plan", ["app_metadata.plan", "user_metadata.plan"]),
        ("attr.Custom01", ["Custom01"]),
        (
            "attr.costCentre", ["urn:ietf:params:scim:schemas:extension:acme:2.0:User:costCentre"]
        ),
        (
            "department",
            ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"]
        ),
    ]

    @Test(arguments: plain) func everyAliasIsReadAsItsColumn(
        target: String, headers: [String]
    ) throws {
        for header in headers {
            let mapping = try HeaderMapping(
                header: [ByteString(header), Self.key(beside: target)], profile: FeedProfile())
            #expect(mapping.targets[0] == target, "\(header)")
            #expect(mapping.sources[0].reading == .plain, "\(header)")
            #expect(mapping.notices.isEmpty, "\(header)")
        }
    }

    /// An identity column that is not the one under test.
    private static func key(beside target: String) -> ByteString {
        target == "username" ? "email" : "username"
    }

    @Test(arguments: [
        "suspended", "deleted", "blocked", "ACCOUNT_DISABLED",
        "Block sign in (Yes/No) [accountEnabled] Required",
    ])
    func negativeHeadersAreReadTheOtherWayRound(header: String) throws {
        let mapping = try FeedSample(["username", header], []).mapping()
        #expect(mapping.targets[1] == "enabled")
        #expect(mapping.sources[1].reading == .inverted)
    }

    @Test func exemptionFromTheSecondFactorIsRead() throws {
        let mapping = try FeedSample(
            ["username", "MULTI_FACTOR_AUTHENTICATION_EXEMPT"], []
        ).mapping()
        #expect(mapping.targets[1] == "second_factor")
        #expect(mapping.sources[1].reading == .exemption)
    }

    @Test(arguments: [
        "UserID", "USERID", "user_id", "status", "STATUS", "New Primary Email [UPLOAD ONLY]",
        "NewLoginID", "ACCOUNT_EXPIRATION_DATE", "LASTPWDUPDATE", "requiredActions",
        "email_verified", "cognito:mfa_enabled", "salt", "factor", "PASSWORD_SALT",
    ])
    func headersOfManyMeaningsMapOnlyByProfile(header: String) throws {
        let plain = try FeedSample(["username", header], []).mapping()
        #expect(plain.targets[1] == nil)
        #expect(plain.notices.map(\.code) == [.feedColumnUnknown])

        var profile = FeedProfile()
        profile.columns = [header: "employee_id"]
        let wished = try FeedSample(["username", header], [], profile: profile).mapping()
        #expect(wished.targets[1] == "employee_id")
        #expect(wished.notices.isEmpty)
    }

    @Test(arguments: UserColumn.allCases) func everyColumnMapsByItsOwnName(column: UserColumn)
        throws
    {
        let key: ByteString = column == .username ? "email" : "username"
        let mapping = try HeaderMapping(
            header: [ByteString(column.name), key], profile: FeedProfile())
        #expect(mapping.targets[0] == column.name)
    }

    @Test func noAliasStandsForTwoTargets() {
        var owner: [String: ColumnTarget] = [:]
        for line in ColumnAliasTable.all {
            for alias in line.aliases where !alias.isNumbered {
                #expect(owner[alias.folded] == nil, "\(alias.spelling)")
                owner[alias.folded] = line.target
            }
        }
    }

    @Test func everyColumnHasALineOfAliases() {
        let known = Set(ColumnAliasTable.all.map(\.target))
        for column in UserColumn.allCases { #expect(known.contains(.column(column))) }
    }
}
