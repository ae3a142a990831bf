package io.picket.rule;

/**
 * Whether Picket runs a rule.
 *
 * @param ruleId empty, as are name, type and language, where the rule could not be read
 * @param type as rule files spell it
 * @param language of its query; empty for rules without one
 * @param reason what is left out, or why it is refused; empty for {@link State#RUNS}
 */
public record Support(
        String ruleId, String name, String type, String language, String file, State state, String reason) {

    public enum State {
        /** It compiles, and rules of its type are executed. */
        RUNS("runs"),
        /** It finds what it should, but something it also asks for is not done. */
        RUNS_WITH_CAVEAT("runs with caveat"),
        REFUSED("refused");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** As reports spell it. */
        public String words() {
            return words;
        }
    }
}
