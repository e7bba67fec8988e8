package io.ringkv.transport.process;

/** How a server writes each event that it logs, on standard error. */
public enum LogFormat {
    /** A line for people. */
    TEXT,
    /** A JSON document on a line of its own, for programs that gather logs. */
    JSON
}
