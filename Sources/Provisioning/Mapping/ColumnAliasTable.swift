/// The names that identity and HR systems give their columns.
///
/// Within a line the order is the order of precedence: the first that a header has wins. See
/// `ColumnAlias` for the notation.
package enum ColumnAliasTable {
    package static let all: [ColumnAliases] = identity + names + contact + secrets + account + work

    private static let identity: [ColumnAliases] = [
        ColumnAliases(
            .action,
            [
                "action", "method", "changetype", "Transaction Type", "operation", "op",
                "recstatus",
            ]),
        ColumnAliases(.user, ["user", "oldusername"]),
        ColumnAliases(
            .username,
            [
                "username", "login", "User Login", "login_id", "cognito:username",
                "userPrincipalName", "sAMAccountName", "uid", "preferred_username", "SsoUsername",
            ]),
        ColumnAliases(
            .email,
            [
                "email", "Email Address", "workEmail", "mail", #"emails[type eq "work"].value"#,
                "emails[primary eq true].value", "emails[0].value", "emails.value", "bestEmail",
                "primaryEmail", "user_email",
            ]),
        ColumnAliases(
            .alternateEmail,
            [
                "alternate_email", "secondEmail", "Recovery Email", "Home Secondary Email",
                "Work Secondary Email", "homeEmail", #"emails[type eq "home"].value"#,
            ]),
        ColumnAliases(
            .externalID, ["external_id", "integration_id", "sourcedId", "WID", "id"]),
        ColumnAliases(
            .employeeID,
            [
                "employeeNumber", "employeeId", "WorkerID", "FILENUMBER", "File #", "EMPID",
                "idnumber", "Associate ID", "Emp_No", "matriculation",
            ]),
    ]

    private static let names: [ColumnAliases] = [
        ColumnAliases(
            .firstName,
            [
                "first_name", "given_name", "name.givenName", "Legal First Name",
                "PreferredFirstName",
            ]),
        ColumnAliases(
            .lastName, ["last_name", "family_name", "name.familyName", "surname", "sn"]),
        ColumnAliases(
            attribute: "middle_name",
            ["middle_name", "name.middleName", "MI", "LEGAL_MIDDLE_NAME"]),
        ColumnAliases(
            .displayName,
            [
                "displayName", "name", "full_name", "sortable_name", "short_name",
                "name.formatted", "cn", "WORKER_NAME", "nickname",
            ]),
    ]

    private static let contact: [ColumnAliases] = [
        ColumnAliases(
            .phone,
            [
                "phone", "phone_number", "mobilePhone", "mobile", "Recovery Phone", "Work Phone",
                "phone1", "phone2", #"phoneNumbers[type eq "mobile"].value"#,
                #"phoneNumbers[type eq "work"].value"#, "phoneNumbers[0].value",
                "phoneNumbers.value", "WORK_MOBILE", "HOME_MOBILE", "BIZ_PHONE", "sms",
                "telephoneNumber", "OfficePhone",
            ]),
        ColumnAliases(.language, ["language", "lang", "locale", "preferredLanguage"]),
        ColumnAliases(.timezone, ["timezone", "zoneinfo"]),
        ColumnAliases(
            .country,
            [
                "country", "CountryCode", "usageLocation",
                #"addresses[type eq "work"].country"#, "addresses[primary eq true].country",
                "addresses[0].country",
            ]),
    ]

    private static let secrets: [ColumnAliases] = [
        ColumnAliases(.password, ["password", "passwordProfile"]),
        ColumnAliases(.passwordHash, ["password_hash", "ssha_password"]),
        ColumnAliases(.passwordExpires, ["password_expires", "password_expiry"]),
        ColumnAliases(.totpSecret, ["totp_secret"]),
        ColumnAliases(
            attribute: "force_change",
            [
                "force_change", "Change Password at Next Sign-In", "forceChangePasswordNextSignIn",
                "REQUIRE_NEW_PASSWORD_AT_NEXT_SIGN_IN",
            ]),
        ColumnAliases(
            .secondFactor,
            [
                "mfa_method", "mfa_factors", "authType", "second_factor", "2fa",
                "?MULTI_FACTOR_AUTHENTICATION_EXEMPT",
            ]),
        ColumnAliases(.deviceLimit, ["device_limit", "max_devices", "maxAllowedDevices"]),
    ]

    private static let account: [ColumnAliases] = [
        ColumnAliases(
            .enabled,
            [
                "active", "accountEnabled", "enabled", "IsEnabled", "enabledUser", "WorkerStatus",
                "New Status", "!disabled", "!suspended", "!deleted", "!blocked",
                "!ACCOUNT_DISABLED",
            ]),
        ColumnAliases(
            .groups,
            [
                "groups", "group", "User Groups", "cohort#", "group#", "course#", "role#",
                "GroupCode*", "classes", "memberOf", "roles", "groups.group", "groups.display",
                "groups.value",
            ]),
        ColumnAliases(.apps, ["apps", "apps.app"]),
        ColumnAliases(
            .sendMail, ["send_mail", "send_welcome_email", "NotifyAboutNews", "send_invite"]),
        ColumnAliases(.reason, ["reason"]),
        ColumnAliases(.device, ["device"]),
        ColumnAliases(.deviceName, ["device_name"]),
        ColumnAliases(.session, ["session"]),
        ColumnAliases(.count, ["count"]),
    ]

    private static let work: [ColumnAliases] = [
        ColumnAliases(
            attribute: "org_unit",
            [
                "org_unit", "Org Unit Path", "organizationalUnit", "orgSourcedIds", "division",
                "Company", "location",
            ]),
        ColumnAliases(
            .jobTitle,
            [
                "title", "jobTitle", "Employee Title", "Job Title For User", "BusinessTitle",
            ]),
        ColumnAliases(.department, ["department", "dept", "CostCenter"]),
        ColumnAliases(
            .manager,
            [
                "manager", "manager.value", "ManagerID", "Manager Email", "Manager's email",
                "supervisorEId", "supervisorId", "supervisor",
            ]),
        ColumnAliases(
            .startDate,
            [
                "start_date", "hireDate", "employeeHireDate", "originalHireDate", "rehireDate",
                "joined date",
            ]),
        ColumnAliases(
            .endDate,
            [
                "end_date", "terminationDate", "employeeLeaveDateTime", "validto",
                "TimeLimitUntil",
            ]),
        ColumnAliases(attribute: "on_leave", ["on_leave"]),
    ]
}
