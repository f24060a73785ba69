/** What all HTTP adapters share: errors, JSON, lists, links, limits. */
@NullMarked
package dev.ingot.controller.http;

import org.jspecify.annotations.NullMarked;
