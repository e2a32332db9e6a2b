import Provisioning

extension RunReport {
    /// The same without what may name a person: who ran it, folders, and values that were found.
    var shareable: RunReport {
        var report = self
        report.actor = nil
        report.file = file == OutputFile.standardOutputPath ? file : Folder.name(of: file)
        report.resultsPath = resultsPath.map(Folder.name(of:))
        report.rejectsPath = rejectsPath.map(Folder.name(of:))
        report.secretsPath = secretsPath.map(Folder.name(of:))
        report.summaryPath = summaryPath.map(Folder.name(of:))
        report.planPath = planPath.map(Folder.name(of:))
        report.reportPath = reportPath.map(Folder.name(of:))
        report.undo?.groupsRemoved = []
        // Folders, and headers that were named on the command line.
        report.given = GivenOptions()
        for index in report.guards.indices {
            report.guards[index].remark = report.guards[index].remark.map(ShareableText.of)
        }
        return report
    }
}
