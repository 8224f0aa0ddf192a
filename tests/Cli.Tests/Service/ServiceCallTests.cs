using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MusicGen.Cli.Tests.Service;

[Collection(typeof(ServiceTests))]
public sealed class ServiceCallTests(RunningService service)
{
    [Theory]
    [InlineData("corpora")]
    [InlineData("follow", "t")]
    [InlineData("compose", "m", "--out", ".")]
    public async Task AnyCommand_NoService_SaysHowToStartOne(params string[] arguments)
    {
        using var folder = new TestFolder();
        var url = $"http://127.0.0.1:{PortThatNobodyListensOn()}";

        var outcome = await CommandProcess.RunAsync([.. arguments, "--server", url], folder.Path);

        outcome.IsRefused(2, $"There is no MusicGen service at {url}: start one with 'dotnet run --project src/Silo', or name another with --server.");
    }

    [Fact]
    public async Task Server_FromTheEnvironment_IsAskedAndNotRepeatedInHints()
    {
        using var folder = new TestFolder().WithPieces(1);

        var outcome = (await CommandProcess.RunAsync(["upload", folder.Path], server: service.Url)).Done();

        Assert.Matches("^Train on it: musicgen train [0-9a-z]+$", outcome.Lines[^1]);
    }

    [Fact]
    public async Task Server_FromTheEnvironmentThatIsNone_IsNamed() =>
        (await CommandProcess.RunAsync(["queue"], server: "here"))
            .IsRefused(2, "The environment's MUSICGEN_SERVER must be an address such as http://127.0.0.1:5080, not 'here'.");

    [Theory]
    [InlineData("<html></html>", 200, 2, "What answers at {0} is not a MusicGen service: name one with --server.")]
    [InlineData("", 404, 2, "The service answered 404.")]
    [InlineData("", 500, 1, "The service answered 500.")]
    public async Task Server_ThatIsSomethingElse_IsASentence(string content, int status, int code, string sentence)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var other = builder.Build();
        other.Urls.Add("http://127.0.0.1:0");
        other.Run(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(content);
        });
        await other.StartAsync(TestContext.Current.CancellationToken);

        var outcome = await CommandProcess.RunAsync(["models", "--server", other.Urls.First()]);

        outcome.IsRefused(code, string.Format(sentence, other.Urls.First()));
    }

    private static int PortThatNobodyListensOn()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
