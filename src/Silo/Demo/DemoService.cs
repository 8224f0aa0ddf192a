using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MusicGen.Client;
using MusicGen.Silo.Clustering;
using MusicGen.Silo.Hosting;
using MusicGen.Storage.Azure;

namespace MusicGen.Silo.Demo;

/// <summary>A whole service in a temporary folder, on free ports; both go with it.</summary>
internal sealed class DemoService : IDemoService
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _http;

    private DemoService(WebApplication app, DirectoryInfo folder)
    {
        (_app, _folder) = (app, folder);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _http = new HttpClient(MusicGenClient.CreateHandler()) { BaseAddress = new Uri(address), Timeout = Timeout.InfiniteTimeSpan };
        Client = new MusicGenClient(_http);
    }

    public MusicGenClient Client { get; }

    public static async Task<DemoService> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("musicgen-demo-");
        try
        {
            var app = SiloApplication.Build(
                [
                    $"--{SiloSettings.Section}:{nameof(SiloSettings.DataFolder)}", folder.FullName, $"--{SiloSettings.Section}:{nameof(SiloSettings.Port)}", "0",
                    // Whatever cluster and account the environment names.
                    $"--{ClusterOptions.Section}:{nameof(ClusterOptions.Redis)}=",
                    $"--{AzureStorageOptions.Section}:{nameof(AzureStorageOptions.ConnectionString)}=", $"--{AzureStorageOptions.Section}:{nameof(AzureStorageOptions.ServiceUri)}=",
                ],
                builder => builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning).AddFilter("MusicGen", LogLevel.Warning));
            await app.StartAsync(cancellationToken);
            return new DemoService(app, folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
