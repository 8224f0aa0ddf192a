using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MusicGen.Silo.Hosting;

namespace MusicGen.Cli.Tests;

/// <summary>A whole service with its worker on a free port, in a folder that goes with it.</summary>
public sealed class RunningService : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private WebApplication? _app;

    /// <summary>Its address.</summary>
    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _app = SiloApplication.Build(["--MusicGen:DataFolder", _folder.Path, "--MusicGen:Port", "0"], builder => builder.Logging.ClearProviders());
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Url = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    /// <summary>Runs the command to its end, with this service as its server.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => CommandProcess.RunAsync([.. arguments, "--server", Url]);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }
        _folder.Dispose();
    }
}
