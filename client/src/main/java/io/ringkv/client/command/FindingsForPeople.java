package io.ringkv.client.command;

import java.io.PrintStream;

/** An examination as a person reads it: one line a finding, its fix under it. */
final class FindingsForPeople {
    private final PrintStream out;

    FindingsForPeople(PrintStream out) {
        this.out = out;
    }

    void write(Examination examination) {
        for (Finding finding : examination.findings()) {
            boolean wrong = finding.level() == Finding.Level.WRONG;
            boolean note = finding.level() == Finding.Level.NOTE;
            out.print((wrong ? "WRONG  " : note ? "NOTE   " : "fine   ") + finding.about() + ": "
                    + finding.text());
            out.print("\n" + (wrong ? "       fix: " + finding.fix() + "\n" : ""));
        }
        int wrong = examination.wrong();
        out.print(wrong == 0 ? "nothing is wrong\n" : wrong + " wrong\n");
        out.flush();
    }
}
