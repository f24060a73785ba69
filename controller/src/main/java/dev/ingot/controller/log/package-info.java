/** The log store: app logs kept on disk within a budget, read by log-cache clients, followed live. */
@NullMarked
package dev.ingot.controller.log;

import org.jspecify.annotations.NullMarked;
