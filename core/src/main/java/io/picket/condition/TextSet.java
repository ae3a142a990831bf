package io.picket.condition;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Texts that are compared by their words: a value is in the set if some text of it holds every word of the value, in
 * any order, and the value has a word at all. Texts are found by their words, so asking costs about as much as the
 * value's rarest word has texts.
 */
public final class TextSet {

    private final Set<Set<String>> texts;
    private final Map<String, Set<Set<String>>> byWord = new HashMap<>();

    private TextSet(Set<Set<String>> texts) {
        this.texts = texts;
        for (Set<String> text : texts) {
            for (String word : text) {
                byWord.computeIfAbsent(word, any -> new HashSet<>()).add(text);
            }
        }
    }

    public static TextSet of(Collection<String> texts) {
        Set<Set<String>> words = new HashSet<>();
        texts.forEach(text -> words.add(Set.copyOf(new HashSet<>(Words.of(text)))));
        words.remove(Set.of());
        return new TextSet(words);
    }

    /** The words of each text. */
    public Collection<Set<String>> texts() {
        return Collections.unmodifiableSet(texts);
    }

    /** @param words of a value, as {@link Words#of} cuts it */
    public boolean contains(List<String> words) {
        Set<Set<String>> fewest = null;
        for (String word : words) {
            Set<Set<String>> having = byWord.getOrDefault(word, Set.of());
            fewest = fewest == null || having.size() < fewest.size() ? having : fewest;
        }
        return fewest != null && fewest.stream().anyMatch(text -> text.containsAll(words));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextSet set && texts.equals(set.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
