package io.picket.rule;

import io.picket.text.Problem;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Every exception list at hand, and which of them applies to which rule. */
public record ExceptionLists(List<ExceptionList> lists) {

    public ExceptionLists {
        lists = List.copyOf(lists);
    }

    public static ExceptionLists of(Collection<RuleFile> files) {
        return new ExceptionLists(
                files.stream().flatMap(file -> file.exceptionLists().stream()).toList());
    }

    /**
     * The items of the lists that the rule names, or that name the rule; a list it names that is not at hand is a
     * warning.
     */
    public Read<List<ExceptionItem>> forRule(Rule rule) {
        List<ExceptionItem> items = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (ExceptionListRef ref : rule.exceptionLists()) {
            if (lists.stream().noneMatch(list -> list.listId().equals(ref.listId()))) {
                problems.add(Problem.warning(
                        "EXC-006",
                        "The rule names the exception list '" + KeyReader.shortened(ref.listId())
                                + "', which was not given; it runs without it.",
                        "Give the list's export with --exceptions.",
                        ref.place()));
            }
        }
        for (ExceptionList list : lists) {
            boolean named =
                    rule.exceptionLists().stream().anyMatch(ref -> ref.listId().equals(list.listId()));
            if (named || list.ruleIds().contains(rule.ruleId())) {
                items.addAll(list.items());
            }
        }
        return Read.ok(items, problems);
    }
}
