# pack.rb PACKAGES TO GEM...: packs gems out of Debian's packages, each unpacked in a directory below PACKAGES, and the gems these need, as .gem files into TO.
# A part in C is taken as Debian compiled it: such a gem is for this kind of machine and this Ruby alone, and its name and specification say so.
require 'fileutils'
require 'rubygems/package'

packages, to, *names = ARGV
to = File.expand_path(to)
specs = Dir["#{packages}/*/usr/{share,lib/*}/rubygems-integration/*/specifications/*.gemspec"].to_h { |file| [Gem::Specification.load(file).name, file] }

until names.empty?
  name = names.shift
  file = specs[name] or abort "ERROR: no package brings the gem #{name}"
  spec = Gem::Specification.load(file)
  home = File.dirname(file, 2)
  tree = "#{home}/gems/#{spec.full_name}"
  unless File.directory?(tree)
    usr = file[%r{\A#{Regexp.escape(packages)}/[^/]+/usr}]
    FileUtils.mkdir_p(tree)
    FileUtils.cp_r("#{usr}/lib/ruby/vendor_ruby", "#{tree}/lib")
    FileUtils.cp_r("#{usr}/bin", "#{tree}/bin") unless spec.executables.empty?
  end
  unless spec.extensions.empty?
    FileUtils.cp_r(Dir["#{home}/extensions/*/*/#{spec.full_name}/*"].reject { |made| made.end_with?('gem.build_complete') }, "#{tree}/lib")
    spec.extensions = []
    spec.platform = Gem::Platform.local
    spec.required_ruby_version = "~> #{RbConfig::CONFIG['ruby_version']}"
  end
  Dir.chdir(tree) do
    spec.files = Dir['**/*'].select { |path| File.file?(path) }.sort
    # The time of all that is in it, so that it is the same gem every time.
    ENV['SOURCE_DATE_EPOCH'] = spec.date.to_i.to_s
    FileUtils.mv(Gem::Package.build(spec, true), to)
  end
  names |= spec.runtime_dependencies.map(&:name) - Dir.children(to).map { |gem| gem[/\A(.+?)-\d/, 1] }
end
