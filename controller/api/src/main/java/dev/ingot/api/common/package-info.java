/** Records that many v3 resources share: metadata, relationships, links, lists, errors. */
@NullMarked
package dev.ingot.api.common;

import org.jspecify.annotations.NullMarked;
