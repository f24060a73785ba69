/** The buildpack {@code ingot/ruby}: apps with a Gemfile, on Debian's Ruby. */
@NullMarked
package dev.ingot.buildpacks.ruby;

import org.jspecify.annotations.NullMarked;
