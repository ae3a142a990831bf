package io.picket.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts text into words as Elasticsearch's standard analyser does: Unicode words, lower case. */
public final class Words {

    private Words() {}

    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inside = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                words.add(text.substring(start, i).toLowerCase(Locale.ROOT));
                start = -1;
            }
        }
        return words;
    }
}
