#!/bin/sh
# Starts a process of this image: the one this file was called as (/cnb/process/<type> links here), or the given command.
#   launcher -- cmd args…   runs a command directly; launcher 'shell text' args… runs it by a shell, with profile scripts.
# Needs only a POSIX shell and cat. Names start with _cnb_ so that the app's own variables stay as they are.

_cnb_fail() {
  printf 'ERROR: failed to launch: %s\n' "$*" >&2
  exit 82
}

_cnb_layers=${CNB_LAYERS_DIR:-/layers}
_cnb_app=${CNB_APP_DIR:-/home/vcap/app}
_cnb_root=${_cnb_layers%/layers}
[ -r "$_cnb_layers/config/launch.sh" ] || _cnb_fail "$_cnb_layers/config/launch.sh is missing: the image is incomplete"
. "$_cnb_layers/config/launch.sh"

_cnb_name() {
  case $1 in
    ''|[0-9]*|*[!A-Za-z0-9_]*|_cnb_*) return 1 ;;
  esac
}

# _cnb_set NAME VALUE
_cnb_set() {
  _cnb_name "$1" || return 0
  eval "$1=\$2"
  export "$1"
}

# _cnb_prepend NAME VALUE DELIMITER
_cnb_prepend() {
  _cnb_name "$1" || return 0
  eval "_cnb_old=\${$1-}"
  if [ -n "$_cnb_old" ]; then _cnb_set "$1" "$2$3$_cnb_old"; else _cnb_set "$1" "$2"; fi
}

# _cnb_content FILE: into _cnb_value, byte for byte, end newlines too
_cnb_content() {
  _cnb_value=$(cat "$1" && printf x) || _cnb_fail "cannot read $1"
  _cnb_value=${_cnb_value%x}
}

# _cnb_env DIRECTORY: applies its files
_cnb_env() {
  [ -d "$1" ] || return 0
  for _cnb_file in "$1"/*; do
    [ -f "$_cnb_file" ] || continue
    _cnb_base=${_cnb_file##*/}
    _cnb_var=${_cnb_base%%.*}
    _cnb_name "$_cnb_var" || continue
    case $_cnb_base in
      *.*) _cnb_action=${_cnb_base#*.} ;;
      *) _cnb_action=override ;;
    esac
    case $_cnb_action in
      override|default|append|prepend) ;;
      *) continue ;;
    esac
    _cnb_delim=
    if [ -f "$1/$_cnb_var.delim" ]; then
      _cnb_content "$1/$_cnb_var.delim"
      _cnb_delim=$_cnb_value
    fi
    _cnb_content "$_cnb_file"
    eval "_cnb_old=\${$_cnb_var-}"
    case $_cnb_action in
      override) _cnb_set "$_cnb_var" "$_cnb_value" ;;
      default) [ -n "$_cnb_old" ] || _cnb_set "$_cnb_var" "$_cnb_value" ;;
      append) if [ -n "$_cnb_old" ]; then _cnb_set "$_cnb_var" "$_cnb_old$_cnb_delim$_cnb_value"; else _cnb_set "$_cnb_var" "$_cnb_value"; fi ;;
      prepend) _cnb_prepend "$_cnb_var" "$_cnb_value" "$_cnb_delim" ;;
    esac
  done
}

# _cnb_utf8 HEX: appends the character to _cnb_value
_cnb_utf8() {
  _cnb_code=$((0x$1))
  if [ "$_cnb_code" -lt 128 ]; then
    _cnb_octets=$(printf '\\%03o' "$_cnb_code")
  elif [ "$_cnb_code" -lt 2048 ]; then
    _cnb_octets=$(printf '\\%03o\\%03o' $((192 | _cnb_code >> 6)) $((128 | _cnb_code & 63)))
  elif [ "$_cnb_code" -lt 65536 ]; then
    _cnb_octets=$(printf '\\%03o\\%03o\\%03o' $((224 | _cnb_code >> 12)) $((128 | _cnb_code >> 6 & 63)) $((128 | _cnb_code & 63)))
  else
    _cnb_octets=$(printf '\\%03o\\%03o\\%03o\\%03o' $((240 | _cnb_code >> 18)) $((128 | _cnb_code >> 12 & 63)) $((128 | _cnb_code >> 6 & 63)) $((128 | _cnb_code & 63)))
  fi
  _cnb_char=$(printf "${_cnb_octets}x")
  _cnb_value=$_cnb_value${_cnb_char%x}
}

# _cnb_basic TEXT: a TOML basic string after its first quote, into _cnb_value; what follows its last quote into _cnb_rest
_cnb_basic() {
  _cnb_rest=$1
  _cnb_value=
  while :; do
    _cnb_head=${_cnb_rest%%[\\\"]*}
    [ "$_cnb_head" != "$_cnb_rest" ] || return 1
    _cnb_value=$_cnb_value$_cnb_head
    _cnb_rest=${_cnb_rest#"$_cnb_head"}
    case $_cnb_rest in
      \"*) _cnb_rest=${_cnb_rest#?}; return 0 ;;
    esac
    _cnb_rest=${_cnb_rest#?}
    case $_cnb_rest in
      n*) _cnb_value="$_cnb_value
" ;;
      t*) _cnb_utf8 9 ;;
      r*) _cnb_utf8 d ;;
      b*) _cnb_utf8 8 ;;
      f*) _cnb_utf8 c ;;
      u[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]*)
        _cnb_hex=${_cnb_rest#u}; _cnb_tail=${_cnb_hex#????}; _cnb_utf8 "${_cnb_hex%"$_cnb_tail"}"; _cnb_rest=u$_cnb_tail ;;
      U0[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]*)
        _cnb_hex=${_cnb_rest#U}; _cnb_tail=${_cnb_hex#????????}; _cnb_utf8 "${_cnb_hex%"$_cnb_tail"}"; _cnb_rest=U$_cnb_tail ;;
      \"*) _cnb_value="$_cnb_value\"" ;;
      \\*) _cnb_value="$_cnb_value\\" ;;
      *) return 1 ;;
    esac
    _cnb_rest=${_cnb_rest#?}
  done
}

# _cnb_trim TEXT: into _cnb_text
_cnb_trim() {
  _cnb_text=$1
  while :; do
    case $_cnb_text in
      ' '*|'	'*) _cnb_text=${_cnb_text#?} ;;
      *' '|*'	') _cnb_text=${_cnb_text%?} ;;
      *) return 0 ;;
    esac
  done
}

# _cnb_exec_d_files DIRECTORY: runs its files in their order
_cnb_exec_d_files() {
  for _cnb_file in "$1"/*; do
    [ -f "$_cnb_file" ] || continue
    [ -x "$_cnb_file" ] || _cnb_fail "$_cnb_file cannot be run: it is not executable"
    _cnb_exec_d "$_cnb_file"
  done
}

# _cnb_exec_d FILE: runs it; what it writes to descriptor 3 (flat TOML) becomes variables
_cnb_exec_d() {
  { _cnb_out=$("$1" 3>&1 1>&4 4>&-); } 4>&1 || _cnb_fail "$1 ended with exit code $?"
  [ -n "$_cnb_out" ] || return 0
  while IFS= read -r _cnb_line; do
    _cnb_trim "$_cnb_line"
    case $_cnb_text in
      ''|'#'*) continue ;;
      *=*) ;;
      *) _cnb_fail "$1 wrote '$_cnb_text', which is not NAME = \"value\"" ;;
    esac
    _cnb_right=${_cnb_text#*=}
    _cnb_trim "${_cnb_text%%=*}"
    _cnb_key=$_cnb_text
    case $_cnb_key in
      \"*\"|\'*\') _cnb_key=${_cnb_key#?}; _cnb_key=${_cnb_key%?} ;;
    esac
    _cnb_trim "$_cnb_right"
    case $_cnb_text in
      \"*) _cnb_basic "${_cnb_text#?}" || _cnb_fail "$1 wrote a string for $_cnb_key that does not end, or has an unknown escape" ;;
      \'*\'*) _cnb_rest=${_cnb_text#?}; _cnb_value=${_cnb_rest%%\'*}; _cnb_rest=${_cnb_rest#*\'} ;;
      *) _cnb_fail "$1 wrote no string for $_cnb_key" ;;
    esac
    _cnb_trim "$_cnb_rest"
    case $_cnb_text in
      ''|'#'*) ;;
      *) _cnb_fail "$1 wrote no string of one line for $_cnb_key" ;;
    esac
    _cnb_set "$_cnb_key" "$_cnb_value"
  done <<_CNB_END
$_cnb_out
_CNB_END
}

_cnb_quote() {
  _cnb_rest=$1
  _cnb_quoted=
  while :; do
    case $_cnb_rest in
      *\'*) _cnb_quoted="$_cnb_quoted${_cnb_rest%%\'*}'\\''"; _cnb_rest=${_cnb_rest#*\'} ;;
      *) _cnb_quoted="'$_cnb_quoted$_cnb_rest'"; return 0 ;;
    esac
  done
}

# _cnb_find COMMAND: whether there is such a program; what the shell itself can do does not count
_cnb_find() {
  case $1 in
    */*) [ -f "$1" ] && [ -x "$1" ]; return ;;
  esac
  _cnb_rest=$PATH:
  while [ -n "$_cnb_rest" ]; do
    _cnb_part=${_cnb_rest%%:*}
    _cnb_rest=${_cnb_rest#*:}
    [ -f "${_cnb_part:-.}/$1" ] && [ -x "${_cnb_part:-.}/$1" ] && return 0
  done
  return 1
}

# _cnb_exec COMMAND ARGS…: becomes the process
_cnb_exec() {
  if [ "$_cnb_direct" = true ]; then
    cd "${_cnb_dir:-$_cnb_app}" || _cnb_fail "there is no directory ${_cnb_dir:-$_cnb_app}"
    _cnb_find "$1" || _cnb_fail "there is no command '$1' in the path $PATH"
    exec "$@"
  fi
  _cnb_sh=$(command -v bash) || _cnb_sh=/bin/sh
  _cnb_script=
  for _cnb_bp in $_cnb_buildpacks; do
    for _cnb_layer in "$_cnb_layers/$_cnb_bp"/*/; do
      for _cnb_file in "$_cnb_layer"profile.d/* "$_cnb_layer${_cnb_process:+profile.d/$_cnb_process/}"*; do
        case $_cnb_file in
          */profile.d/*) ;;
          *) continue ;;
        esac
        [ -f "$_cnb_file" ] || continue
        _cnb_quote "$_cnb_file"
        _cnb_script="$_cnb_script. $_cnb_quoted; "
      done
    done
  done
  [ ! -f .profile ] || _cnb_script="$_cnb_script. ./.profile; "
  _cnb_quote "${_cnb_dir:-$_cnb_app}"
  _cnb_script="${_cnb_script}cd $_cnb_quoted || exit 82; "
  if [ $# -eq 1 ]; then
    _cnb_quote "$_cnb_sh"
    exec "$_cnb_sh" -c "${_cnb_script}exec $_cnb_quoted -c \"\$0\"" "$1"
  fi
  _cnb_words=
  _cnb_i=0
  while [ "$_cnb_i" -lt $# ]; do
    _cnb_words="$_cnb_words \"\$(eval \"printf %s \\\"\${$_cnb_i}\\\"\")\""
    _cnb_i=$((_cnb_i + 1))
  done
  exec "$_cnb_sh" -c "${_cnb_script}exec$_cnb_words" "$@"
}

_cnb_process=${0##*/}
if [ "$_cnb_process" = launcher ] || ! _cnb_has "$_cnb_process"; then
  _cnb_process=
  [ $# -gt 0 ] || _cnb_fail "no command was given, and the image has no default process"
  _cnb_direct=false
  _cnb_dir=
  if [ "$1" = -- ]; then
    _cnb_direct=true
    shift
    [ $# -gt 0 ] || _cnb_fail "no command after --"
  fi
fi

cd "$_cnb_app" || _cnb_fail "there is no directory $_cnb_app"
unset CNB_LAYERS_DIR CNB_APP_DIR CNB_PROCESS_TYPE CNB_PLATFORM_API CNB_DEPRECATION_MODE
_cnb_path=
_cnb_rest=$PATH:
while [ -n "$_cnb_rest" ]; do
  _cnb_part=${_cnb_rest%%:*}
  _cnb_rest=${_cnb_rest#*:}
  case $_cnb_part in
    "$_cnb_root/cnb/process"|"$_cnb_root/cnb/lifecycle") ;;
    *) _cnb_path=${_cnb_path:+$_cnb_path:}$_cnb_part ;;
  esac
done
PATH=$_cnb_path
export PATH

for _cnb_bp in $_cnb_buildpacks; do
  for _cnb_layer in "$_cnb_layers/$_cnb_bp"/*/; do
    _cnb_layer=${_cnb_layer%/}
    [ ! -d "$_cnb_layer/bin" ] || _cnb_prepend PATH "$_cnb_layer/bin" :
    [ ! -d "$_cnb_layer/lib" ] || _cnb_prepend LD_LIBRARY_PATH "$_cnb_layer/lib" :
  done
  for _cnb_layer in "$_cnb_layers/$_cnb_bp"/*/; do
    _cnb_layer=${_cnb_layer%/}
    _cnb_env "$_cnb_layer/env"
    _cnb_env "$_cnb_layer/env.launch"
    [ -z "$_cnb_process" ] || _cnb_env "$_cnb_layer/env.launch/$_cnb_process"
  done
done
for _cnb_bp in $_cnb_buildpacks; do
  for _cnb_layer in "$_cnb_layers/$_cnb_bp"/*/; do
    _cnb_layer=${_cnb_layer%/}
    _cnb_exec_d_files "$_cnb_layer/exec.d"
    [ -z "$_cnb_process" ] || _cnb_exec_d_files "$_cnb_layer/exec.d/$_cnb_process"
  done
done

if [ -n "$_cnb_process" ]; then
  _cnb_start "$_cnb_process" "$@"
else
  _cnb_exec "$@"
fi
