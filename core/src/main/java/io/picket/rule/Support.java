package io.picket.rule;

/**
 * Whether Picket runs a rule.
 *
 * @param reason one sentence: what is left out, or why it is refused; empty for {@link State#RUNS}
 */
public record Support(State state, String reason) {

    public enum State {
        /** It compiles, and rules of its type are executed. */
        RUNS("runs"),
        /** It finds what it should, but something it also asks for is not done. */
        RUNS_WITH_CAVEAT("runs with caveat"),
        REFUSED("refused");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
