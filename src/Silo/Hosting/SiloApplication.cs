using Microsoft.AspNetCore.Server.Kestrel.Core;
using MusicGen.Grains.Corpora;
using MusicGen.Silo.Accounts;
using MusicGen.Silo.Audio;
using MusicGen.Silo.Clustering;
using MusicGen.Silo.Corpora;
using MusicGen.Silo.Health;
using MusicGen.Silo.Http;
using MusicGen.Silo.Models;
using MusicGen.Silo.Nodes;
using MusicGen.Silo.Pages;
using MusicGen.Silo.Sessions;
using MusicGen.Silo.Telemetry;
using MusicGen.Silo.Training;
using Scalar.AspNetCore;

namespace MusicGen.Silo.Hosting;

/// <summary>The service: alone with its worker, one folder, one owner, this machine only; or a silo of a cluster, with its roles.</summary>
public static class SiloApplication
{
    /// <summary>What the rest of the service needs to stop, after the workers have written their last checkpoints.</summary>
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(10);

    /// <param name="arguments">Settings as <c>--Section:Key value</c>, over those of environment and <c>appsettings.json</c>.</param>
    /// <param name="configure">Last changes to the builder, for tests and the demo.</param>
    /// <exception cref="StartupException">The settings or the data folder cannot be used; the message names every fault.</exception>
    public static WebApplication Build(string[] arguments, Action<WebApplicationBuilder>? configure = null)
    {
        // The content root is where the program is, not where it was started: appsettings.json belongs to the program, ./data to the caller.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder);
        var settings = ServiceSettings.Read(builder);
        AddStorage(builder, settings);
        builder.AddCluster(settings.Cluster);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = (settings.Trains ? settings.Training.StopTimeout : TimeSpan.Zero) + StopMargin);
        AddServer(builder, settings.Silo, settings.Uploads);
        AddProblems(builder.Services);
        builder.Services.AddAccounts(settings.Accounts).AddRequestLimit(settings.Limits);
        if (settings.IsWeb)
        {
            builder.Services.AddAudio();
            AddApi(builder);
        }
        builder.AddTelemetry(settings.Telemetry, settings.Cluster.Instance);
        builder.Services.AddHealth();
        var app = builder.Build();
        UseEdge(app, settings.Accounts);
        if (settings.IsWeb) MapApi(app);
        else app.MapHomeOfTrainingNode();
        return app;
    }

    private static void AddStorage(WebApplicationBuilder builder, ServiceSettings settings)
    {
        var folder = ServiceFolder.Open(settings.Silo.DataFolder, settings.Storage, TimeProvider.System);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => folder)
            .AddHostedService(services => services.GetRequiredService<ServiceFolder>())
            .AddSingleton(services => services.GetRequiredService<ServiceFolder>().Scratch)
            .AddSingleton(services => services.GetRequiredService<ServiceFolder>().Store)
            .AddSingleton(services => services.GetRequiredService<ServiceFolder>().Blobs);
    }

    private static void AddServer(WebApplicationBuilder builder, SiloSettings settings, UploadOptions uploads) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.Listen(settings.Address, settings.Port);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = ApiLimits.JsonBodyBytes;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(uploads.LeastBytesPerSecond, uploads.PaceGrace);
    });

    private static void AddApi(WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<UploadTurns>()
            .AddSingleton<MidiUpload>()
            .AddSingleton<ApiDocument>()
            .AddSingleton<UnreadableStates>()
            .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true) // so that the exception handler can say what is wrong
            .ConfigureHttpJsonOptions(json => RequestJson.Configure(json.SerializerOptions))
            .AddOpenApi(ApiDescription.Document, ApiDescription.Configure);
    }

    /// <summary>What answers whatever goes wrong.</summary>
    private static void AddProblems(IServiceCollection services)
    {
        services
            .AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
            {
                FrameworkProblems.Complete(context.ProblemDetails);
                RefusalMeter.Count(context.ProblemDetails);
            })
            .AddExceptionHandler<GrainExceptionHandler>();
    }

    /// <summary>What every request goes through, whatever it is for.</summary>
    private static void UseEdge(WebApplication app, AccountsOptions accounts)
    {
        app.UseKnownProxies(accounts);
        app.UseExceptionHandler();
        app.UseOperatorPort();
        if (!accounts.SignIn) app.UseThisMachineOnly();
        app.UseStatusCodePages();
        app.UseAccounts(limit: limited => limited.UseRateLimiter());
        app.UseLongLivedStreams();
        app.MapHealth();
        app.MapOperatorPages();
    }

    private static void MapApi(WebApplication app)
    {
        app.MapHome();
        app.MapApiDocument();
        // Nothing that would speak to another host: no fonts, no agent, no telemetry, no tools that publish what they see.
        app.MapScalarApiReference("/docs", docs => docs.WithTitle(ApiDescription.Title)
            .DisableDefaultFonts().DisableAgent().DisableMcp().DisableTelemetry().HideDeveloperTools().HideClientButton());
        var api = app.MapGroup("/v1").RequireAuthorization().CountsForLimit().AddEndpointFilter(RouteIds.RefuseImpossible).AddEndpointFilter(RetryAfter.AddToRefusals);
        api.MapCorpora();
        api.MapTrainings();
        api.MapModels();
        api.MapSessions();
        api.MapNodes();
        api.MapAccounts();
    }
}
