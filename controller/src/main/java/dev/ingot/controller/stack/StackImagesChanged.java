package dev.ingot.controller.stack;

/** Spring event, published in the transaction that gave a stack another run image than it had. */
public record StackImagesChanged(String stack) {}
