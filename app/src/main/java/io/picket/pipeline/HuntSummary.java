package io.picket.pipeline;

import java.util.List;

/**
 * What a hunt did.
 *
 * @param events documents read and offered to rules
 * @param rejected documents that were no events
 * @param untimed events without a time that any rule could go by, which therefore no rule judged
 * @param unplaced events that nothing tells the index of, which were offered to every rule
 * @param rules how many rules there were
 * @param unreached names of the rules that no event was for, by its index
 * @param late per rule, events that came too late to be put in order and were left out
 * @param rejections the first of what was rejected, as file:line: reason
 * @param faults files that could not be read to their ends, and why
 * @param notes sentences for a person: what a rule gave up or cut
 */
public record HuntSummary(
        long events,
        long rejected,
        long untimed,
        long unplaced,
        int rules,
        List<String> unreached,
        List<LateEvents> late,
        List<String> rejections,
        List<String> faults,
        List<String> notes) {

    /** Events of one rule that came too late. */
    public record LateEvents(String ruleId, String ruleName, long events) {}

    public HuntSummary {
        unreached = List.copyOf(unreached);
        late = List.copyOf(late);
        rejections = List.copyOf(rejections);
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }
}
