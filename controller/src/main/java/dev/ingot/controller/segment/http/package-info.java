/** `/v3/isolation_segments` and where orgs and spaces name one. */
@NullMarked
package dev.ingot.controller.segment.http;

import org.jspecify.annotations.NullMarked;
