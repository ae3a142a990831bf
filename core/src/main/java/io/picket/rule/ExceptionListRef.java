package io.picket.rule;

/** A rule's reference to an exception list. */
public record ExceptionListRef(String id, String listId, String type, String namespaceType) {}
