/// Small feeds with one of everything that a JSON reader must get right.
enum HardJSON {
    /// Lines with all kinds of line ends, and the faults that a line can have.
    static let lines: [UInt8] =
        [0xEF, 0xBB, 0xBF]
        + Array("{\"username\":\"ada\",\"name\":{\"givenName\":\"Ada\"},\"n\":-1.5e+3}\r\n".utf8)
        + Array("\n \t \r{ \"username\" : \"zo\\u00eb\" , \"note\":\"\\ud83d\\ude42\\n\" }\r".utf8)
        + Array("{\"username\":\"佐藤\",\"groups\":[\"a\",null,\"b\"],\"phone\":null}\n".utf8)
        + Array("[\"no object\"]\r\n".utf8)
        + Array("{\"username\":\"x\",\"email\":\n".utf8)
        + Array("{\"username\":\"x\"} y\n".utf8)
        + Array("{\"username\":\"x\",\"username\":\"y\"}\n".utf8)
        + Array("{\"username\":\"J".utf8) + [0xE9] + Array("r\"}\n".utf8)
        + Array("{\"emails\":[{\"type\":\"work\",\"value\":\"w@x\"},{\"value\":\"v\"}]}".utf8)
        + Array("\n\n{\"a\":{},\"b\":[],\"c\":true,\"d\":\"\"}\u{1A}".utf8)

    static let lineFaults = 5
    static let lineRecords = 10

    /// An array over many lines, with elements that are wrong.
    static let array = Array(
        """
        \u{FEFF}\r
        [{"username":"ada","note":"]}, \\"quoted\\" {["},
          {
            "username": "zoë",\r
            "name": { "givenName": "Zo\\u00eb" },
            "groups": [
              "a", "b"
            ]
          }\r\r,
          {"username":"x",, "name": {"givenName":"y"}}, 17 , "text, too" ,{}
          ,[{"username":"in a list"}],
          {
            "username": "z"
            "email": "z@x"
          },{"username":"last"}
        ]

        """.utf8)

    static let arrayRecords = 9
}
