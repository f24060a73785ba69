require 'sinatra/base'

class Hello < Sinatra::Base
  after { headers 'X-App-Instance' => ENV.fetch('CF_INSTANCE_INDEX', '0') }

  get('/') { "Hello from vendored gems\n" }
  get('/users/:name') { "#{params['name']}\n" }
end
