/// Countries by their codes, with the calling code of their phones.
///
/// Codes: ISO 3166-1 as published by Debian's iso-codes 4.15, and `XK` (Kosovo), which is in wide
/// use though the standard leaves it to its users. Calling codes: ITU-T E.164, list of assigned
/// country codes; for territories without an own one, that of the network that serves them.
enum CountryTable {
    /// Entries of eight bytes in order of the first two: alpha-2, alpha-3, calling code padded
    /// with spaces.
    private static let entries: StaticString = """
        ADAND376AEARE971AFAFG93 AGATG1  AIAIA1  ALALB355AMARM374AOAGO244AQATA672ARARG54 \
        ASASM1  ATAUT43 AUAUS61 AWABW297AXALA358AZAZE994BABIH387BBBRB1  BDBGD880BEBEL32 \
        BFBFA226BGBGR359BHBHR973BIBDI257BJBEN229BLBLM590BMBMU1  BNBRN673BOBOL591BQBES599\
        BRBRA55 BSBHS1  BTBTN975BVBVT47 BWBWA267BYBLR375BZBLZ501CACAN1  CCCCK61 CDCOD243\
        CFCAF236CGCOG242CHCHE41 CICIV225CKCOK682CLCHL56 CMCMR237CNCHN86 COCOL57 CRCRI506\
        CUCUB53 CVCPV238CWCUW599CXCXR61 CYCYP357CZCZE420DEDEU49 DJDJI253DKDNK45 DMDMA1  \
        DODOM1  DZDZA213ECECU593EEEST372EGEGY20 EHESH212ERERI291ESESP34 ETETH251FIFIN358\
        FJFJI679FKFLK500FMFSM691FOFRO298FRFRA33 GAGAB241GBGBR44 GDGRD1  GEGEO995GFGUF594\
        GGGGY44 GHGHA233GIGIB350GLGRL299GMGMB220GNGIN224GPGLP590GQGNQ240GRGRC30 GSSGS500\
        GTGTM502GUGUM1  GWGNB245GYGUY592HKHKG852HMHMD672HNHND504HRHRV385HTHTI509HUHUN36 \
        IDIDN62 IEIRL353ILISR972IMIMN44 ININD91 IOIOT246IQIRQ964IRIRN98 ISISL354ITITA39 \
        JEJEY44 JMJAM1  JOJOR962JPJPN81 KEKEN254KGKGZ996KHKHM855KIKIR686KMCOM269KNKNA1  \
        KPPRK850KRKOR82 KWKWT965KYCYM1  KZKAZ7  LALAO856LBLBN961LCLCA1  LILIE423LKLKA94 \
        LRLBR231LSLSO266LTLTU370LULUX352LVLVA371LYLBY218MAMAR212MCMCO377MDMDA373MEMNE382\
        MFMAF590MGMDG261MHMHL692MKMKD389MLMLI223MMMMR95 MNMNG976MOMAC853MPMNP1  MQMTQ596\
        MRMRT222MSMSR1  MTMLT356MUMUS230MVMDV960MWMWI265MXMEX52 MYMYS60 MZMOZ258NANAM264\
        NCNCL687NENER227NFNFK672NGNGA234NINIC505NLNLD31 NONOR47 NPNPL977NRNRU674NUNIU683\
        NZNZL64 OMOMN968PAPAN507PEPER51 PFPYF689PGPNG675PHPHL63 PKPAK92 PLPOL48 PMSPM508\
        PNPCN64 PRPRI1  PSPSE970PTPRT351PWPLW680PYPRY595QAQAT974REREU262ROROU40 RSSRB381\
        RURUS7  RWRWA250SASAU966SBSLB677SCSYC248SDSDN249SESWE46 SGSGP65 SHSHN290SISVN386\
        SJSJM47 SKSVK421SLSLE232SMSMR378SNSEN221SOSOM252SRSUR597SSSSD211STSTP239SVSLV503\
        SXSXM1  SYSYR963SZSWZ268TCTCA1  TDTCD235TFATF262TGTGO228THTHA66 TJTJK992TKTKL690\
        TLTLS670TMTKM993TNTUN216TOTON676TRTUR90 TTTTO1  TVTUV688TWTWN886TZTZA255UAUKR380\
        UGUGA256UMUMI1  USUSA1  UYURY598UZUZB998VAVAT39 VCVCT1  VEVEN58 VGVGB1  VIVIR1  \
        VNVNM84 VUVUT678WFWLF681WSWSM685XKXKX383YEYEM967YTMYT262ZAZAF27 ZMZMB260ZWZWE263
        """

    private static let entryLength = 8

    /// The calling code of a country, by its alpha-2 code in capitals; nil: no such country.
    static func callingCode(_ first: UInt8, _ second: UInt8) -> String? {
        guard let index = index(first, second) else { return nil }
        let digits = UnsafeBufferPointer(start: entries.utf8Start + index + 5, count: 3)
        return String(decoding: digits.prefix { $0 != 0x20 }, as: UTF8.self)
    }

    /// Whether the two capitals are a country's alpha-2 code.
    static func contains(_ first: UInt8, _ second: UInt8) -> Bool { index(first, second) != nil }

    /// The alpha-2 code of a country by its alpha-3 code in capitals; nil: no such country.
    static func alpha2(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> (UInt8, UInt8)? {
        let start = entries.utf8Start
        for index in stride(from: 0, to: entries.utf8CodeUnitCount, by: entryLength)
        where start[index + 2] == first && start[index + 3] == second && start[index + 4] == third {
            return (start[index], start[index + 1])
        }
        return nil
    }

    private static func index(_ first: UInt8, _ second: UInt8) -> Int? {
        let start = entries.utf8Start
        let wanted = UInt16(first) << 8 | UInt16(second)
        var low = 0
        var high = entries.utf8CodeUnitCount / entryLength
        while low < high {
            let middle = (low + high) / 2
            let index = middle * entryLength
            let found = UInt16(start[index]) << 8 | UInt16(start[index + 1])
            if found == wanted { return index }
            if found < wanted { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}
