package io.picket.event;

/** How documents lie in a stream of bytes. */
public enum Shape {
    /** Nothing recognisable has come yet. */
    UNKNOWN,
    /** One document a line. */
    NDJSON,
    /** A {@code _bulk} body: an action line, then its document. */
    BULK,
    /** One search hit a line: {@code _index}, {@code _id} and {@code _source}. */
    HITS,
    /** One JSON array of documents. */
    ARRAY,
    /** One object after the other, over several lines or several in one. */
    OBJECTS,
    /** The answer to a search: the documents are its {@code hits.hits}. */
    SEARCH_RESPONSE
}
