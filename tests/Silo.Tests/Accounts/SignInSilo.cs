using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MusicGen.Client;
using MusicGen.Contracts.Accounts;
using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Sessions;
using MusicGen.Contracts.Training;
using MusicGen.Grains;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Training;
using MusicGen.Silo.Hosting;
using MusicGen.Storage;
using MusicGen.Tests.Models;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>A service with a sign-in, by keys and tokens. The owner <c>local</c> has one of each thing; <c>bea</c> has a key and nothing else.</summary>
public sealed class SignInSilo : IAsyncLifetime
{
    public const string Owner = OwnerName.Embedded;
    public const string Node = "a-node";
    public const string Sample = "1";

    private const string Issuer = "https://sign-in.example";
    private const string Audience = "musicgen";

    private static readonly byte[] SigningKey = Encoding.ASCII.GetBytes("a signing key for tests, no secret");

    private readonly AccountKey _operator = AccountKey.New(OwnerName.Operator);
    private readonly AccountKey _expired = AccountKey.New(Owner);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal RunningSilo Silo { get; private set; } = null!;

    /// <summary>The address at which operators have their pages.</summary>
    public Uri OperatorAddress { get; } = new($"http://127.0.0.1:{FreePort.Find()}/");

    public string OperatorKey => _operator.Text;

    /// <summary>A good key once.</summary>
    public string ExpiredKey => _expired.Text;

    /// <summary>All that an owner's key can do.</summary>
    public string OwnerKey { get; private set; } = "";

    public string OtherKey { get; private set; } = "";

    public string RevokedKey { get; private set; } = "";

    public string Corpus { get; private set; } = "";

    /// <summary>Of a file of the corpus.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>It has succeeded, and has a sample.</summary>
    public string Training { get; private set; } = "";

    public string Model { get; private set; } = "";

    /// <summary>Its first tune is finished.</summary>
    public string Session { get; private set; } = "";

    /// <summary>Id of a key of the owner's that nobody uses.</summary>
    public string SpareKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Silo = new RunningSilo(
            "--Accounts:OperatorKeyHashes:0", _operator.Hash, "--Accounts:FailedTriesPerMinute", "1000000", "--Limits:RequestsPerSecond", "0", "--Telemetry:OperatorPort", $"{OperatorAddress.Port}",
            "--Accounts:Jwt:SigningKey", Convert.ToBase64String(SigningKey), "--Accounts:Jwt:Issuer", Issuer, "--Accounts:Jwt:Audience", Audience);
        await Silo.InitializeAsync();
        var store = Silo.App.Services.GetRequiredService<IBlobStore>();
        // Over HTTP a key lives a day at least.
        await store.PutAsync(
            $"state/account/{Owner}",
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                keys = new[] { new { id = _expired.Id, name = "old", hash = _expired.Hash, scopes = new[] { "read", "write", "account", "operator" }, createdAt = DateTimeOffset.UnixEpoch, expiresAt = DateTimeOffset.UnixEpoch.AddDays(1) } },
            }),
            cancellationToken: Token);
        OwnerKey = await KeyAsync(Owner, KeyScope.Read, KeyScope.Write, KeyScope.Account);
        OtherKey = await KeyAsync("bea", KeyScope.Read, KeyScope.Write, KeyScope.Account);
        RevokedKey = await KeyAsync(Owner, KeyScope.Read, KeyScope.Write, KeyScope.Account, KeyScope.Operator);
        await RevokeAsync(RevokedKey);
        SpareKey = IdOf(await KeyAsync(Owner, KeyScope.Read));
        MusicGenClient.UseKey(Silo.Http, OwnerKey);
        await MakeThingsAsync(store);
    }

    public ValueTask DisposeAsync() => Silo.DisposeAsync();

    public static string IdOf(string key) => AccountKey.Parse(key)!.Id;

    /// <summary>A key that the operator makes.</summary>
    public async Task<string> KeyAsync(string owner, params KeyScope[] scopes)
    {
        using var response = await SendAsync(HttpMethod.Post, $"v1/owners/{owner}/keys", OperatorKey, JsonContent.Create(new { scopes = scopes.Select(scope => scope.ToString().ToLowerInvariant()) }));
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("key").GetString()!;
    }

    public async Task RevokeAsync(string key)
    {
        var revoked = AccountKey.Parse(key)!;
        using var response = await SendAsync(HttpMethod.Delete, $"v1/owners/{revoked.Owner}/keys/{revoked.Id}", OperatorKey);
        response.EnsureSuccessStatusCode();
    }

    /// <param name="method">Of the request.</param>
    /// <param name="path">Relative to the service's address.</param>
    /// <param name="key">Or token; null: none is sent.</param>
    /// <param name="content">The body.</param>
    /// <param name="address">Another address of the service's than everybody's.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key, HttpContent? content = null, Uri? address = null)
    {
        using var http = new HttpClient { BaseAddress = address ?? Silo.Http.BaseAddress };
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    /// <summary>A token as the sign-in of this service issues it, but for what is said.</summary>
    public static string TokenOf(string subject, string? scope = "read write", string? role = null, string audience = Audience, string issuer = Issuer, byte[]? key = null, TimeSpan? life = null)
    {
        var claims = new Dictionary<string, object> { ["sub"] = subject };
        if (scope is not null) claims["scope"] = scope;
        if (role is not null) claims["role"] = role;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now.AddDays(-1),
            NotBefore = now.AddDays(-1),
            Expires = now + (life ?? TimeSpan.FromHours(1)),
            Claims = claims,
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(key ?? SigningKey), SecurityAlgorithms.HmacSha256),
        });
    }

    private async Task MakeThingsAsync(IBlobStore store)
    {
        var training = await Silo.TrainingAsync();
        var checkpoint = HandMadeModel.Checkpoint(1, heldOut: 2);
        await HandMadeModel.NoteNames.PutAsync(store, new OwnedKey(Owner, training.Id), checkpoint, Token);
        await store.PutAsync(SampleFiles.Midi(SampleBlobs.Prefix(new OwnedKey(Owner, training.Id)), Sample), new byte[] { 1 }, cancellationToken: Token);
        var grain = Silo.GrainOf(training.Id);
        await grain.Claim("a-node-that-is-gone", "cpu", slot: 1);
        await grain.Report(1, new WorkerEvent(WorkerEventKind.Epoch, 1, 2, 1, Losses: new EpochLosses(1, 1, Train: 2.5, HeldOut: 2, Seconds: 0.25), Samples: [Sample]));
        await grain.Report(1, new WorkerEvent(WorkerEventKind.Checkpoint, Checkpoint: checkpoint));
        await grain.Report(1, new WorkerEvent(WorkerEventKind.Completed, 1, 1, 1));
        (Corpus, Training) = (training.Corpus, training.Id);
        Sha256 = (await Silo.Client.Corpora.FilesAsync(Corpus, cancellationToken: Token)).Items[0].Sha256;
        Model = (await Silo.Client.Models.PublishAsync(new(Training), Token)).Id;
        Session = (await Silo.Client.Sessions.CreateAsync(new CreateSession(Model), cancellationToken: Token)).Id;
        using var tune = await SendAsync(HttpMethod.Post, $"v1/sessions/{Session}/tunes", OwnerKey, JsonContent.Create(new { words = 16 }));
        tune.EnsureSuccessStatusCode();
        while ((await Silo.Client.Sessions.TuneAsync(Session, 1, Token)).Phase != TunePhase.Succeeded) Token.ThrowIfCancellationRequested();
        await Silo.App.Services.GetRequiredService<IGrainFactory>().GetGrain<ITrainingQueueGrain>("default")
            .Heartbeat(new NodeReport(Node, "1", [], "default", [new DeviceReport("cpu", DeviceKind.Cpu, "A processor", 1 << 30, 1)], TakesNew: false));
    }
}
