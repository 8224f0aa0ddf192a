using MusicGen.Trainer.Devices;

namespace MusicGen.Learning.Tests.Trainer;

public sealed class PinnedDeviceTests
{
    [Theory]
    [InlineData("0", null, "0")]
    [InlineData("3", null, "3")]
    [InlineData("0", "2,3", "2")]
    [InlineData("1", "2, 3", "3")]
    [InlineData("1", "GPU-8932f937-d72c,GPU-4f5e1b77-0a9b", "GPU-4f5e1b77-0a9b")]
    [InlineData("2", "2,3", "2")]
    public void Ordinal_OfADeviceOfTheNode_IsWhatTheDriverCallsIt(string number, string? visible, string expected) =>
        Assert.Equal(expected, PinnedDevice.Ordinal(number, visible));

    [Fact]
    public void Pin_TheProcessor_ChangesNothing() => Assert.Equal("cpu", PinnedDevice.Pin("cpu"));
}
