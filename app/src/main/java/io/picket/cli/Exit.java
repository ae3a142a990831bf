package io.picket.cli;

/** Exit codes, the same for every command. */
final class Exit {
    static final int DONE = 0;
    static final int FINDINGS = 1;
    static final int RULE_UNUSABLE = 2;
    static final int USAGE = 3;

    private Exit() {}
}
