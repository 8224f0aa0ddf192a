using System.Globalization;
using System.Text.Json.Nodes;
using MusicGen.Deploy.Tests.Kubernetes;

namespace MusicGen.Deploy.Tests.Docker;

public sealed class ComposeTests
{
    private static readonly JsonObject Services = (JsonObject)DeployFiles.Documents(DeployFiles.Text("compose.yaml")).Single()["services"]!;

    [Fact]
    public void Services_AreWhatTheClusterNeeds() => Assert.Equal(["azurite", "redis", "train", "web"], Services.Select(service => service.Key).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("web")]
    [InlineData("train")]
    public void Silo_KeepsTheRules(string name)
    {
        var silo = Services[name]!;
        var settings = (JsonObject)silo["environment"]!;

        Assert.True(silo["read_only"]!.GetValue<bool>());
        Assert.Contains(Manifest.Items(silo["security_opt"]), option => $"{option}" == "no-new-privileges:true");
        Assert.All(settings, setting => Assert.True(KnownSettings.Has(setting.Key), setting.Key));
        Assert.Equal($"{silo["networks"]!["silos"]!["ipv4_address"]}", $"{settings["Cluster__AdvertisedAddress"]}");
        Assert.Equal(name, $"{settings["Cluster__Roles"]}");
        Assert.EndsWith(":/scratch", $"{Manifest.Items(silo["volumes"]).Single()}", StringComparison.Ordinal);
        Assert.True(File.Exists(DeployFiles.PathOf("..", $"{silo["build"]!["dockerfile"]}")));
        Assert.InRange(
            TimeSpan.FromSeconds(int.Parse($"{silo["stop_grace_period"]}".TrimEnd('s'), CultureInfo.InvariantCulture)),
            Time("Health__StopGrace", 0) + Time("Training__StopTimeout", 20) + TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(10));

        TimeSpan Time(string setting, int seconds) => settings[setting] is { } value ? TimeSpan.Parse($"{value}", CultureInfo.InvariantCulture) : TimeSpan.FromSeconds(seconds);
    }

    [Fact]
    public void All_KeepNoCapabilities_AndOfferNothingButHttpToThisMachine()
    {
        Assert.All(Services, service => Assert.Equal("""["ALL"]""", service.Value!["cap_drop"]!.ToJsonString()));
        Assert.Equal(["127.0.0.1:5080:5080"], Services.SelectMany(service => Manifest.Items(service.Value!["ports"])).Select(port => $"{port}"));
        Assert.All(Services.Where(service => service.Value!["image"] is not null), service => Assert.Matches(@":\d+[.]\d+[.]\d+", $"{service.Value!["image"]}"));
    }

    [Fact]
    public void Redis_KeepsAnAppendOnlyFileOnAVolume()
    {
        Assert.Contains("--appendonly yes", string.Join(' ', Manifest.Items(Services["redis"]!["command"])), StringComparison.Ordinal);
        Assert.Equal("redis:/data", $"{Manifest.Items(Services["redis"]!["volumes"]).Single()}");
    }
}
