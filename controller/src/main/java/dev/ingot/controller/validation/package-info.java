/** Rules for what clients send: names, metadata. */
@NullMarked
package dev.ingot.controller.validation;

import org.jspecify.annotations.NullMarked;
