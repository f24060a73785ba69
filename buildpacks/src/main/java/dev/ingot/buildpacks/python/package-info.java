/** The buildpack {@code ingot/python}: apps with requirements.txt, a Pipfile, or a pyproject.toml for pip, Poetry or uv. */
@NullMarked
package dev.ingot.buildpacks.python;

import org.jspecify.annotations.NullMarked;
