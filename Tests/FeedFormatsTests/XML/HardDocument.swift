/// A small document with one of everything that an XML reader must get right.
enum HardDocument {
    static let bytes: [UInt8] =
        [0xEF, 0xBB, 0xBF]
        + Array("<?xml version='1.0' encoding=\"ISO-8859-1\"?>\r\n".utf8)
        + Array("<!-- <user> is no record -->\r<users xml:lang='en'>\r\n".utf8)
        + Array(
            "<user action=\"add\"><username>ada</username><note>a &amp; b</note></user>\r\n".utf8)
        + Array("<!-- bétween ]]> two - - ->-->".utf8)
        + Array("<user action='&quot;&amp;&#38;'>\n <username> Zoë 佐藤 🙂 </username>\n".utf8)
        + Array(" <name><first>Z</first><last/></name>\r\n</user>\n".utf8)
        + Array("<user><groups><group>a</group><group>b</group></groups>".utf8)
        + Array("<note><![CDATA[<user>]]&gt;]]></note><?php é?></user >\n".utf8)
        + Array("<meta><user/></meta><user><username>".utf8) + [0xE9]
        + Array("x</username></user>\n<user>\n</user><user/>".utf8)
        + Array("<user><note>1<!-- x -->2&#x1F642;\r\n3</note>text</user>\n</users>\n".utf8)
        + Array("<?end?>\n".utf8)

    static let records = 7
}
