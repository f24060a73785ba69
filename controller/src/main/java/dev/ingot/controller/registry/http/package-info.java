/** The registry's doors under `/v2/`: paths, headers, status codes, streams. */
@NullMarked
package dev.ingot.controller.registry.http;

import org.jspecify.annotations.NullMarked;
