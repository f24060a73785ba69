/** The endpoints of build caches. */
@NullMarked
package dev.ingot.controller.buildcache.http;

import org.jspecify.annotations.NullMarked;
