/** Build caches on the wire. */
@NullMarked
package dev.ingot.api.buildcache;

import org.jspecify.annotations.NullMarked;
