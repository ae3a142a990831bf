package io.picket.cli;

/** Exit codes, the same for every command. */
final class Exit {
    static final int DONE = 0;
    static final int FINDINGS = 1;
    static final int RULE_UNUSABLE = 2;
    static final int USAGE = 3;

    /** What the shell says of a program that wrote to a pipe whose reader had left. */
    static final int READER_GONE = 128 + 13;

    private Exit() {}
}
