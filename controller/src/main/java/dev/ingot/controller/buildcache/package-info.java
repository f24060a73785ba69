/** The caches of builds, which lie on cells: what they hold, and clearing them. */
@NullMarked
package dev.ingot.controller.buildcache;

import org.jspecify.annotations.NullMarked;
