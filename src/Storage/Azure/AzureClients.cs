using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace MusicGen.Storage.Azure;

/// <summary>Makes the library's clients as the store needs them.</summary>
internal static class AzureClients
{
    /// <summary>The newest that both Azure and the emulator of the tests speak.</summary>
    private const BlobClientOptions.ServiceVersion Version = BlobClientOptions.ServiceVersion.V2026_06_06;

    private const int TriesAfterTheFirst = 5;

    /// <summary>How many tries that hang fit into a request's time.</summary>
    private const double HangingTries = 2.5;

    /// <summary>Of a request's time, the first pause between tries; each further one is twice as long, and all five are a quarter of the time.</summary>
    private const double FirstPause = 1 / 125.0;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    /// <summary>So that a change of the account's address is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>The container of valid settings; nothing is asked of it yet.</summary>
    public static BlobContainerClient Container(AzureStorageOptions options)
    {
        var how = Options(options.Timeout);
        var account = options.ConnectionString is { Length: > 0 } connection ? new BlobServiceClient(connection, how) : ByAddress(new Uri(options.ServiceUri!), how);
        return account.GetBlobContainerClient(options.Container);
    }

    public static bool IsConnectionString(string text)
    {
        try
        {
            return new BlobServiceClient(text).Uri is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    public static bool HasSignature(Uri address) => address.Query.TrimStart('?').Split('&').Any(part => part.StartsWith("sig=", StringComparison.Ordinal) && part.Length > "sig=".Length);

    private static BlobServiceClient ByAddress(Uri address, BlobClientOptions how) =>
        HasSignature(address) ? new BlobServiceClient(address, how) : new BlobServiceClient(address, new DefaultAzureCredential(), how);

    private static BlobClientOptions Options(TimeSpan timeout)
    {
        var options = new BlobClientOptions(Version)
        {
            Retry = { Mode = RetryMode.Exponential, MaxRetries = TriesAfterTheFirst, Delay = timeout * FirstPause, MaxDelay = timeout, NetworkTimeout = timeout / HangingTries },
            Diagnostics = { IsTelemetryEnabled = false },
            // The library's own would open 50 connections at most, and as many slow downloads would leave none to anybody else.
            Transport = new HttpClientTransport(new HttpClient(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = ConnectPatience,
                PooledConnectionLifetime = ConnectionLifetime,
            })
            { Timeout = System.Threading.Timeout.InfiniteTimeSpan }),
        };
        options.AddPolicy(new Tries.Counter(), HttpPipelinePosition.PerRetry);
        return options;
    }
}
