/** Audit events: who did what to what. */
@NullMarked
package dev.ingot.controller.event;

import org.jspecify.annotations.NullMarked;
