package io.picket.rule;

import java.util.Optional;

/** A rule's type, named as in rule files. */
public enum RuleType {
    QUERY("query"),
    SAVED_QUERY("saved_query"),
    EQL("eql"),
    THRESHOLD("threshold"),
    NEW_TERMS("new_terms"),
    ESQL("esql"),
    THREAT_MATCH("threat_match"),
    MACHINE_LEARNING("machine_learning");

    private final String word;

    RuleType(String word) {
        this.word = word;
    }

    /** As rule files spell it. */
    public String word() {
        return word;
    }

    public static Optional<RuleType> of(String word) {
        for (RuleType type : values()) {
            if (type.word.equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
