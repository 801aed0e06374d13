using System.Net;
using System.Net.Sockets;
using MeterFirmware.Companion.Dashboard;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MeterFirmware.Companion.Serve;

/// <summary>The web server: page and API on one port, and on ports of their own what has no password by nature.</summary>
internal sealed class ServeHost : IAsyncDisposable
{
    private const int MostConnections = 200;
    private const int MostBodyBytes = 16384;

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LoginLasts = TimeSpan.FromDays(90);

    private readonly WebApplication _app;
    private ListenOptions? _main;
    private ListenOptions? _homeWizard;
    private ListenOptions? _telegrams;

    private ServeHost(ServeSettings settings, ServedMeters meters, Log log, TimeProvider clock)
    {
        // Nothing is read from the environment or from files of the folder, and no signal is taken from whoever runs this.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "meter", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddProvider(new HostLog(log));
        IServiceCollection services = builder.Services;
        services.AddSingleton(clock);
        services.AddSingleton(meters);
        if (settings.History != null)
        {
            services.AddSingleton(settings.History);
        }

        Doorkeeper? doorkeeper = settings.PasswordHash == null ? null : new Doorkeeper(settings.PasswordHash, clock);
        if (doorkeeper != null)
        {
            services.AddSingleton(doorkeeper);
        }

        services.AddSingleton<IHostLifetime, NoLifetime>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = LongestStop);
        services.AddRoutingCore();
        IDataProtectionBuilder keys = services.AddDataProtection().SetApplicationName("meter");
        _ = settings.KeysFolder == null ? keys.UseEphemeralDataProtectionProvider() : keys.PersistKeysToFileSystem(new DirectoryInfo(settings.KeysFolder));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "meter-form";
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie.Name = "meter-login";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = LoginLasts;
            options.TimeProvider = clock;
        });
        Api.AddDocument(services);
        settings.AddPage?.Invoke(services);

        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            Listen(kestrel, settings.Listen, options => _main = options);
            if (settings.HomeWizard != null)
            {
                Listen(kestrel, settings.HomeWizard, options =>
                {
                    _homeWizard = options;
                    options.Use(next => connection =>
                    {
                        connection.Features.Set(HomeWizardPort.Mark);
                        return next(connection);
                    });
                });
            }

            if (settings.Telegrams != null)
            {
                Listen(kestrel, settings.Telegrams, options =>
                {
                    _telegrams = options;
                    TelegramPort port = new(meters);
                    options.Run(port.ServeAsync);
                });
            }
        });

        _app = builder.Build();
        _app.Use(new HomeWizardPort(meters).TakeAsync);
        _app.Use(new Guard(doorkeeper, settings.IsOpenToRead).TakeAsync);
        _app.UseRouting();
        Health.Map(_app, meters);
        Api.Map(_app, meters, settings.History);
        PrometheusMetrics.Map(_app, meters);
        PageFiles.Map(_app);
        settings.MapPage?.Invoke(_app);
    }

    /// <summary>Where page and API are.</summary>
    public Uri Address => new($"http://{(IsAny(_main!.IPEndPoint!.Address) ? new IPEndPoint(IPAddress.Loopback, _main.IPEndPoint.Port) : _main.IPEndPoint)}");

    /// <summary>The port of the emulated HomeWizard P1 meter; 0 when there is none.</summary>
    public int HomeWizardPortNumber => _homeWizard?.IPEndPoint?.Port ?? 0;

    /// <summary>The port of raw telegrams; 0 when there is none.</summary>
    public int TelegramPortNumber => _telegrams?.IPEndPoint?.Port ?? 0;

    /// <summary>Starts it.</summary>
    /// <param name="settings">Where and to whom.</param>
    /// <param name="meters">What is served.</param>
    /// <param name="log">Is told what goes wrong.</param>
    /// <param name="clock">Measures time.</param>
    /// <exception cref="CommandFailure">A port is in use, or not to be had.</exception>
    public static async Task<ServeHost> StartAsync(ServeSettings settings, ServedMeters meters, Log log, TimeProvider clock)
    {
        ServeHost host = new(settings, meters, log, clock);
        try
        {
            // By Kestrel one port after another; the one that fails is the first that another program has.
            await host._app.StartAsync();
            return host;
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await host._app.DisposeAsync();
            IPEndPoint[] places = [.. new[] { settings.Listen, settings.HomeWizard, settings.Telegrams }.OfType<IPEndPoint>()];
            throw CannotListen(places, error);
        }
    }

    /// <summary>Ends it; who listens on is let go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, IPEndPoint place, Action<ListenOptions> configure)
    {
        void Configure(ListenOptions options)
        {
            options.Protocols = HttpProtocols.Http1;
            configure(options);
        }

        if (place.Address.Equals(IPAddress.IPv6Any))
        {
            // IPv4 too, and that alone where there is no IPv6.
            kestrel.ListenAnyIP(place.Port, Configure);
        }
        else
        {
            kestrel.Listen(place, Configure);
        }
    }

    private static CommandFailure CannotListen(IPEndPoint[] places, Exception error)
    {
        (IPEndPoint Place, SocketError Error)[] refused = [.. places.Select(place => (place, Try(place))).Where(tried => tried.Item2 != SocketError.Success)];
        return refused.Length == 0 ? new CommandFailure(ExitCode.NotReachable, $"The web server cannot start: {error.Message.TrimEnd('.')}.")
            : refused[0].Error == SocketError.AccessDenied ? new CommandFailure(ExitCode.NotReachable, $"Port {refused[0].Place.Port} is one that only the system's own programs may have; choose one from 1024 on, or let the system give it: docs/serve.md tells how.")
            : refused[0].Error == SocketError.AddressAlreadyInUse ? new CommandFailure(ExitCode.NotReachable, $"Port {refused[0].Place.Port} is in use by another program; end that one, or choose another port.")
            : new CommandFailure(ExitCode.NotReachable, $"{refused[0].Place} is no address of this machine; choose one that is, or * for all.");
    }

    private static SocketError Try(IPEndPoint place)
    {
        try
        {
            using Socket socket = new(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (place.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(place);
            socket.Listen();
            return SocketError.Success;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>Ctrl-C and SIGTERM are the command's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
