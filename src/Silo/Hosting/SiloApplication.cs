using System.Net;
using MusicGen.Grains;
using MusicGen.Grains.Composing;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Nodes;
using MusicGen.Grains.Training.Scheduling;
using MusicGen.Silo.Audio;
using MusicGen.Silo.Clustering;
using MusicGen.Silo.Corpora;
using MusicGen.Silo.Http;
using MusicGen.Silo.Models;
using MusicGen.Silo.Nodes;
using MusicGen.Silo.Pages;
using MusicGen.Silo.Sessions;
using MusicGen.Silo.Training;
using MusicGen.Storage.Azure;
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
        ReadSettings(builder, out var settings, out var storage, out var training, out var cluster);
        AddStorage(builder, settings, storage);
        builder.AddCluster(cluster);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = (cluster.Does.HasFlag(SiloRoles.Train) ? training.StopTimeout : TimeSpan.Zero) + StopMargin);
        AddServer(builder, settings);
        if (cluster.Does.HasFlag(SiloRoles.Web))
        {
            builder.Services.AddAudio();
            AddApi(builder);
        }
        var app = builder.Build();
        if (cluster.Does.HasFlag(SiloRoles.Web)) MapApi(app);
        else app.MapHomeOfTrainingNode();
        return app;
    }

    private static void ReadSettings(
        WebApplicationBuilder builder, out SiloSettings settings, out AzureStorageOptions storage, out TrainingNodeOptions training, out ClusterOptions cluster)
    {
        var reader = new SettingsReader(builder.Configuration, builder.Services);
        settings = reader.Read<SiloSettings>(SiloSettings.Section, read => read.Faults(AddressesOf(builder.Configuration)));
        storage = reader.Read<AzureStorageOptions>(AzureStorageOptions.Section, read => read.Faults());
        var member = cluster = reader.Read<ClusterOptions>(ClusterOptions.Section, read => read.Faults());
        reader.Add(cluster.Faults(storage));
        training = reader.Read<TrainingNodeOptions>(TrainingNodeOptions.Section, read => read.Faults(member.Does.HasFlag(SiloRoles.Train)));
        reader.Read<UploadOptions>(UploadOptions.Section, read => read.Faults());
        reader.Read<ScheduleOptions>(ScheduleOptions.Section, read => read.Faults());
        reader.Read<ComposingOptions>(ComposingOptions.Section, read => read.Faults());
        reader.Read<AudioOptions>(AudioOptions.Section, read => read.Faults());
        reader.ThrowIfFaulty();
    }

    /// <summary>Where the general settings of host and web server would listen.</summary>
    private static IEnumerable<string> AddressesOf(ConfigurationManager configuration) =>
    [
        .. (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries),
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""),
    ];

    private static void AddStorage(WebApplicationBuilder builder, SiloSettings settings, AzureStorageOptions storage)
    {
        var folder = ServiceFolder.Open(settings.DataFolder, storage, TimeProvider.System);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => folder)
            .AddHostedService(services => services.GetRequiredService<ServiceFolder>())
            .AddSingleton(services => services.GetRequiredService<ServiceFolder>().Scratch)
            .AddSingleton(services => services.GetRequiredService<ServiceFolder>().Store)
            .AddSingleton(services => services.GetRequiredService<ServiceFolder>().Blobs);
    }

    private static void AddServer(WebApplicationBuilder builder, SiloSettings settings) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.Listen(IPAddress.Loopback, settings.Port);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = ApiLimits.JsonBodyBytes;
    });

    private static void AddApi(WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<MidiUpload>()
            .AddProblemDetails(problems => problems.CustomizeProblemDetails = context => FrameworkProblems.Complete(context.ProblemDetails))
            .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true) // so that the exception handler can say what is wrong
            .AddExceptionHandler<GrainExceptionHandler>()
            .ConfigureHttpJsonOptions(json => RequestJson.Configure(json.SerializerOptions))
            .AddOpenApi(ApiDescription.Document, ApiDescription.Configure);
    }

    private static void MapApi(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseThisMachineOnly();
        app.UseStatusCodePages();
        app.UseLongLivedStreams();
        app.MapHome();
        app.MapOpenApi();
        // Nothing that would speak to another host: no fonts, no agent, no telemetry, no tools that publish what they see.
        app.MapScalarApiReference("/docs", docs => docs.WithTitle(ApiDescription.Title)
            .DisableDefaultFonts().DisableAgent().DisableMcp().DisableTelemetry().HideDeveloperTools().HideClientButton());
        var api = app.MapGroup("/v1").AddEndpointFilter(RouteIds.RefuseImpossible).AddEndpointFilter(RetryAfter.AddToRefusals);
        api.MapCorpora();
        api.MapTrainings();
        api.MapModels();
        api.MapSessions();
        api.MapNodes();
    }
}
