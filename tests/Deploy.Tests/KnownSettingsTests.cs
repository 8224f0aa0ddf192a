namespace MusicGen.Deploy.Tests;

public sealed class KnownSettingsTests
{
    [Theory]
    [InlineData("Training__StopTimeout", true)]
    [InlineData("Health__StopGrace", true)]
    [InlineData("Telemetry__Endpoint", true)]
    [InlineData("Logging__Console__FormatterName", true)]
    [InlineData("Accounts__OperatorKeyHashes__0", true)]
    [InlineData("Accounts__Proxies__0", true)]
    [InlineData("Training__StopTime", false)]
    [InlineData("Nothing__Port", false)]
    [InlineData("REDIS_PASSWORD", false)]
    public void Has_OfAVariable_IsWhetherTheServiceReadsIt(string variable, bool isSetting) => Assert.Equal(isSetting, KnownSettings.Has(variable));
}
