class NotesController < ActionController::Base
  before_action { headers['X-App-Instance'] = ENV.fetch('CF_INSTANCE_INDEX', '0') }

  def index
    session[:seen] = session[:seen].to_i + 1
    render html: "#{helpers.stylesheet_link_tag('application')} Hello from Rails, visit #{session[:seen]}\n".html_safe
  end
end
