package io.ringkv.client.command;

import io.ringkv.client.core.HostAndPort;

import picocli.CommandLine.Command;

import java.util.List;

/** {@code kv doctor}: looks for what is wrong between here and the cluster, and says how to mend each of it. */
@Command(
        name = "doctor",
        description = "Checks from here: every server's address, clocks, versions, limits, health.",
        footer = {"", "Exits with 9 when something is wrong; every finding names its fix."})
final class DoctorCommand extends InspectCommand {
    @Override
    int inspect(Cluster cluster) {
        List<HostAndPort> servers = kv().servers();
        Examination examination = new Examination(cluster);
        examination.run(servers, !kv().setting().known().get().isEmpty());
        Report report = new Report("findings", List.of("level", "about", "finding", "fix"));
        report.fact("checked", examination.checked());
        report.fact("wrong", examination.wrong());
        for (Finding finding : examination.findings()) {
            report.row(finding.level().name(), finding.about(), finding.text(), finding.fix());
        }
        if (format() == OutputFormat.table) {
            new FindingsForPeople(kv().streams().out()).write(examination);
        } else {
            write(report);
        }
        return examination.wrong() == 0 ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
    }
}
