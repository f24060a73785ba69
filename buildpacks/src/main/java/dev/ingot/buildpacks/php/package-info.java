/** The buildpack {@code ingot/php}: PHP apps behind php-fpm and nginx, out of Debian's packages. */
@NullMarked
package dev.ingot.buildpacks.php;

import org.jspecify.annotations.NullMarked;
