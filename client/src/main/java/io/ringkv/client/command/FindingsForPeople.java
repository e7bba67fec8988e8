package io.ringkv.client.command;

import java.io.PrintStream;
import java.util.List;

/** An examination as a person reads it: one line a finding, its fix under it. */
final class FindingsForPeople {
    private final PrintStream out;

    FindingsForPeople(PrintStream out) {
        this.out = out;
    }

    void write(Examination examination) {
        List<Finding> findings = examination.findings();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            // One fix may mend several, and is said under the last of them.
            boolean again =
                    i + 1 < findings.size() && findings.get(i + 1).fix().equals(finding.fix());
            boolean wrong = finding.level() == Finding.Level.WRONG;
            boolean note = finding.level() == Finding.Level.NOTE;
            out.print((wrong ? "WRONG  " : note ? "NOTE   " : "fine   ") + finding.about() + ": "
                    + finding.text());
            out.print("\n" + (wrong && !again ? "       fix: " + finding.fix() + "\n" : ""));
        }
        int wrong = examination.wrong();
        out.print(wrong == 0 ? "nothing is wrong\n" : wrong + " wrong\n");
        out.flush();
    }
}
