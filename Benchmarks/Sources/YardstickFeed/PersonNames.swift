/// Names that feeds are made of: common ones from several languages, paired at random.
enum PersonNames {
    /// First names; those past `asciiFirstCount` are not ASCII and are drawn rarely.
    static let first: [StaticString] = [
        "Ada", "Amir", "Anita", "Ben", "Carla", "Chen", "Dana", "David", "Elena", "Emma", "Farid",
        "Grace", "Hana", "Ines", "Ivan", "Jack", "Jana", "Karl", "Kofi", "Laura", "Leo", "Lin",
        "Marco", "Maria", "Mina", "Nadia", "Noah", "Olga", "Omar", "Paul", "Priya", "Rosa",
        "Ruth", "Sami", "Sara", "Tom", "Uma", "Vera", "Wei", "Yara",
        "Zoë", "José", "Łukasz", "Jürgen", "Åsa", "Chloé", "Øyvind", "Ștefan",
    ]
    static let asciiFirstCount: UInt64 = 40

    /// Last names; the username is made of them, so they are ASCII.
    static let last: [StaticString] = [
        "Abbott", "Adeyemi", "Bauer", "Berg", "Brown", "Costa", "Cruz", "Dias", "Dubois",
        "Eriksen", "Fischer", "Fontana", "Garcia", "Haas", "Hughes", "Ito", "Jansen", "Kaya",
        "Khan", "Kim", "Klein", "Kovac", "Larsen", "Lopez", "Mbeki", "Meyer", "Moore", "Nagy",
        "Novak", "Okafor", "Park", "Patel", "Peeters", "Rossi", "Sato", "Silva", "Singh",
        "Smith", "Tanaka", "Weber",
    ]

    /// Departments; the first has a comma and so has to be quoted.
    static let departmentsWithComma: [StaticString] = [
        "Sales, EMEA", "Sales, APAC", "Legal, Tax", "Ops, Night",
    ]
    static let departments: [StaticString] = [
        "Finance", "Support", "IT", "Research", "Design", "Logistics", "Sales", "Legal",
    ]

    static let secondFactors: [StaticString] = [
        "otp-email", "otp-email", "otp-email", "otp-sms", "otp-sms", "email-link", "push", "totp",
    ]
}
