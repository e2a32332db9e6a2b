import Provisioning
import Testing

/// The header lines that real systems write.
@Suite struct HeaderDialectTests {
    @Test func entraTemplateIsReadByItsBrackets() throws {
        let mapping = try FeedSample(
            [
                "Name [displayName] Required", "User name [userPrincipalName] Required",
                "Initial password [passwordProfile] Required",
                "Block sign in (Yes/No) [accountEnabled] Required", "First name [givenName]",
                "Last name [surname]", "Job title [jobTitle]", "Department [department]",
                "Usage location [usageLocation]", "Office phone [telephoneNumber]",
                "Mobile phone [mobile]",
            ], []
        ).mapping()
        #expect(
            mapping.targets == [
                "display_name", "username", "password", "enabled", "first_name", "last_name",
                "job_title", "department", "country", nil, "phone",
            ])
        #expect(mapping.notices.map(\.code) == [.feedColumnUnused])
        #expect(mapping.sources[3].reading == .inverted)
    }

    @Test func olderEntraTemplatesMarkWhatIsRequiredWithAnAsterisk() throws {
        let mapping = try FeedSample(
            [
                "Name [displayName] *",
                "User name (example: chris@contoso.example) [userPrincipalName] *",
                "Block sign in (Yes/No) [accountEnabled] *",
            ], []
        ).mapping()
        #expect(mapping.targets == ["display_name", "username", "enabled"])
        #expect(mapping.sources[2].reading == .inverted)
    }

    @Test func googleTemplateIsReadByItsLabels() throws {
        let mapping = try FeedSample(
            [
                "First Name [Required]", "Last Name [Required]", "Email Address [Required]",
                "Password [Required]", "Password Hash Function [UPLOAD ONLY]",
                "Org Unit Path [Required]", "New Primary Email [UPLOAD ONLY]",
                "Recovery Email", "Home Secondary Email",
                "Recovery Phone [MUST BE IN THE E.164 FORMAT]", "Employee ID", "Employee Title",
                "Manager Email", "Department", "Cost Center", "Change Password at Next Sign-In",
                "New Status [UPLOAD ONLY]",
            ], []
        ).mapping()
        #expect(
            mapping.targets == [
                "first_name", "last_name", "email", "password", nil, "attr.org_unit", nil,
                "alternate_email", nil, "phone", "employee_id", "job_title", "manager",
                "department", "attr.costCenter", "attr.force_change", "enabled",
            ])
        #expect(mapping.sources[4].role == .hashMarker)
        #expect(mapping.notices.map(\.code) == [.feedColumnUnknown, .feedColumnUnused])
    }

    @Test func invisibleAndCompatibilityCharactersDoNotMatter() throws {
        for header in [
            "\u{FEFF}E-Mail", "e\u{200B}mail", "\u{A0}Email\u{A0}", "ＥＭＡＩＬ", "  e _m.a-i:l ",
            "Email (required)",
        ] {
            #expect(try FeedSample([header], []).mapping().targets == ["email"], "\(header)")
        }
    }

    @Test(arguments: [
        ("emails[type eq \"work\"].value", "emails[typeeq\"work\"]value"),
        ("emails[0].value", "emails[0]value"),
        ("Label [property] Required", "property"),
        ("Label [Required]", "label"),
        ("Label [UPLOAD ONLY]", "label"),
        ("[Required]", "[required]"),
        ("Size [cm²/kg]", "size[cm2/kg]"),
        ("", ""),
    ])
    func bracketsAreNoiseKeyOrName(header: String, folded: String) {
        #expect(HeaderName(header).folded == folded)
    }

    /// Vendor, header, and what each column of it is.
    static let vendors: [(String, [(header: String, target: String?)])] = [
        (
            "SuccessFactors",
            [
                ("STATUS", nil), ("USERID", nil), ("USERNAME", "username"),
                ("FIRSTNAME", "first_name"), ("LASTNAME", "last_name"),
                ("MI", "attr.middle_name"), ("EMAIL", "email"), ("MANAGER", "manager"),
                ("HR", nil), ("DEPARTMENT", "department"), ("JOBCODE", nil),
                ("HIREDATE", "start_date"), ("EMPID", "employee_id"), ("TITLE", "job_title"),
                ("TIMEZONE", "timezone"), ("BIZ_PHONE", "phone"),
            ]
        ),
        (
            "Workday",
            [
                ("User_Name", "username"), ("FILENUMBER", "employee_id"),
                ("FIRST_NAME", "first_name"), ("LAST_NAME", "last_name"),
                ("LEGAL_MIDDLE_NAME", "attr.middle_name"), ("WORKER_NAME", "display_name"),
                ("WORK_EMAIL", "email"), ("WORK_MOBILE", "phone"), ("HOME_MOBILE", nil),
                ("ACCOUNT_DISABLED", "enabled"), ("ACCOUNT_EXPIRATION_DATE", nil),
                ("MULTI_FACTOR_AUTHENTICATION_EXEMPT", "second_factor"),
                ("TERMINATION_DATE", "end_date"), ("ON_LEAVE", "attr.on_leave"),
                ("MANAGER_ID", "manager"), ("WID", "external_id"),
            ]
        ),
        (
            "Okta",
            [
                ("login", "username"), ("firstName", "first_name"), ("lastName", "last_name"),
                ("middleName", "attr.middle_name"), ("email", "email"),
                ("secondEmail", "alternate_email"), ("mobilePhone", "phone"),
                ("title", "job_title"), ("displayName", "display_name"),
                ("employeeNumber", "employee_id"), ("department", "department"),
                ("managerId", "manager"), ("locale", "language"), ("status", nil),
            ]
        ),
        (
            "Moodle",
            [
                ("username", "username"), ("password", "password"),
                ("firstname", "first_name"), ("lastname", "last_name"), ("email", "email"),
                ("cohort1", "groups"), ("cohort2", "groups"), ("course1", nil),
                ("role1", nil), ("suspended", "enabled"), ("deleted", nil),
                ("oldusername", "user"), ("phone1", "phone"), ("phone2", nil),
                ("profile_field_shoe", "attr.shoe"), ("idnumber", "employee_id"),
                ("lang", "language"),
            ]
        ),
    ]

    @Test(arguments: vendors) func vendorHeaderIsRead(
        vendor: String, columns: [(header: String, target: String?)]
    ) throws {
        let mapping = try FeedSample(columns.map(\.header), []).mapping()
        #expect(mapping.targets == columns.map(\.target), "\(vendor)")
    }
}
