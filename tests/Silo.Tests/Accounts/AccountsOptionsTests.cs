using MusicGen.Silo.Accounts;
using MusicGen.Silo.Hosting;

namespace MusicGen.Silo.Tests.Accounts;

public sealed class AccountsOptionsTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-accounts-");

    public static TheoryData<string[], string[]> FaultySettings { get; } = new()
    {
        { ["--Accounts:OperatorKeyHashes:0", Hash, "--Accounts:OperatorKeyHashes:1", "mg_operator_0"], ["Accounts:OperatorKeyHashes:1 must be the hash of a key, 64 lower-case hexadecimal digits: 'MusicGen.Silo key' makes both."] },
        { ["--Accounts:FailedTriesPerMinute", "0"], ["Accounts:FailedTriesPerMinute must be 1 to 1,000,000."] },
        {
            ["--Accounts:Proxies:0", "10.0.0.7", "--Accounts:Proxies:1", "fd00::/8", "--Accounts:Proxies:2", "ingress", "--Accounts:Proxies:3", "10.1", "--Accounts:Proxies:4", "0.0.0.0/0"],
            [
                "Accounts:Proxies:2 must be the address of a proxy, or a network of them and not of everybody, such as 10.244.0.0/16: 'ingress' is none.",
                "Accounts:Proxies:3 must be the address of a proxy, or a network of them and not of everybody, such as 10.244.0.0/16: '10.1' is none.",
                "Accounts:Proxies:4 must be the address of a proxy, or a network of them and not of everybody, such as 10.244.0.0/16: '0.0.0.0/0' is none.",
            ]
        },
        {
            ["--ForwardedHeaders_Enabled", "true"],
            ["Take away ASPNETCORE_FORWARDEDHEADERS_ENABLED: with it anybody's word on whom a request comes from is believed. Accounts:Proxies says whose is."]
        },
        {
            ["--Accounts:Jwt:SigningKey", "c2hvcnQ=", "--Accounts:Jwt:RoleClaim", " "],
            [
                "Accounts:Jwt:SigningKey must be 32 bytes or more in base64, such as 'openssl rand -base64 32' prints.", "Accounts:Jwt:Issuer must say who issues the tokens.",
                "Accounts:Jwt:Audience must say for whom the tokens are issued: otherwise those for any other service would sign in here.", "Accounts:Jwt:RoleClaim must name a claim.",
            ]
        },
        { ["--Accounts:Jwt:SigningKey", "no base64!", "--Accounts:Jwt:Issuer", "i", "--Accounts:Jwt:Audience", "a"], ["Accounts:Jwt:SigningKey must be 32 bytes or more in base64, such as 'openssl rand -base64 32' prints."] },
        { ["--Accounts:Jwt:Audience", "a"], ["Accounts:Jwt must have either Authority or SigningKey."] },
        { ["--Accounts:Jwt:Authority", "http://sign-in.example", "--Accounts:Jwt:Audience", "a"], ["Accounts:Jwt:Authority must be an https address."] },
        { ["--Accounts:Jwt:Authority", "https://sign-in.example", "--Accounts:Jwt:Audience", "a", "--Accounts:Jwt:Audiense", "b"], ["Accounts:Jwt:Audiense is no setting."] },
        { ["--Limits:RequestsPerSecond", "-1", "--Limits:Burst", "0", "--Limits:Trainings", "-1"], ["Limits:RequestsPerSecond must be 0 to 1,000,000.", "Limits:Burst must be 1 to 10,000,000.", "Limits:Trainings must be 0 to 1,000,000."] },
        {
            ["--Limits:RequestsPerSecond", "20", "--Limits:Burst", "19", "--Limits:StoredMegabytes", "-1"],
            [
                "Limits:Burst must be 20 or more, which is Limits:RequestsPerSecond: who may not have a second's requests at once does not get that many a second.",
                "Limits:StoredMegabytes must be 0 to 1,000,000,000.",
            ]
        },
        { ["--Accounts:Required", "true", "--Limits:Burst", "49"], ["Limits:Burst must be 50 or more, which is Limits:RequestsPerSecond: who may not have a second's requests at once does not get that many a second."] },
        { ["--MusicGen:Listen", "everywhere"], ["MusicGen:Listen must be a network address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them."] },
        {
            ["--MusicGen:Listen", "0.0.0.0"],
            ["The service has no sign-in, so it listens on this machine only: take away MusicGen:Listen, or set Accounts:OperatorKeyHashes ('MusicGen.Silo key' makes one)."]
        },
        { ["--Accounts:Required", "true", "--urls", "http://0.0.0.0:80"], ["Take away the address http://0.0.0.0:80: MusicGen:Listen and MusicGen:Port say where the service listens."] },
    };

    [Theory]
    [MemberData(nameof(FaultySettings))]
    public void Build_SettingsWithFaults_NamesThemAll(string[] settings, string[] faults)
    {
        var refused = Assert.Throws<StartupException>(() => RunningSilo.Build(_folder.FullName, settings));

        Assert.Equal(faults.Order(StringComparer.Ordinal), refused.Message.Split(Environment.NewLine).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--Accounts:Required", "true")]
    [InlineData("--Accounts:OperatorKeyHashes:0", Hash)]
    public async Task Build_WithASignIn_MayListenAnywhere(string setting, string value)
    {
        await using var app = RunningSilo.Build(_folder.FullName, "--MusicGen:Listen", "0.0.0.0", setting, value);

        Assert.NotNull(app);
    }

    [Fact]
    public void SignIn_OfNothing_IsFalse() => Assert.False(new AccountsOptions().SignIn);

    public void Dispose() => _folder.Delete(recursive: true);
}
