/** Tests of isolation segments. */
@NullMarked
package dev.ingot.controller.segment.http;

import org.jspecify.annotations.NullMarked;
