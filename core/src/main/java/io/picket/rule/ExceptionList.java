package io.picket.rule;

import io.picket.text.Place;
import java.util.List;

/**
 * A list of exceptions. A rule names the lists it uses; in the public repository's TOML form it is the other way round,
 * and the list names its rules.
 *
 * @param listId as rules name it
 * @param type {@code detection}, {@code rule_default}, {@code endpoint} …
 * @param namespaceType {@code single} or {@code agnostic}
 * @param ruleIds rules that the list itself names
 */
public record ExceptionList(
        String listId,
        String name,
        String type,
        String namespaceType,
        List<String> ruleIds,
        List<ExceptionItem> items,
        Place place) {

    public ExceptionList {
        ruleIds = List.copyOf(ruleIds);
        items = List.copyOf(items);
    }

    ExceptionList withItems(List<ExceptionItem> all) {
        return new ExceptionList(listId, name, type, namespaceType, ruleIds, all, place);
    }
}
