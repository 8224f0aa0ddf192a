using MusicGen.Contracts.Training;

namespace MusicGen.Contracts.Tests.Training;

public sealed class PresetsTests
{
    [Fact]
    public void All_Presets_AreValid() => Assert.All(Presets.All, options => Assert.Empty(options.Faults()));

    [Fact]
    public void All_Presets_HaveNamesOfTheirOwn() => Assert.Distinct(Presets.All.Select(options => options.Preset));

    [Fact]
    public void All_Presets_GrowInTheirOrder() => Assert.Equal(Presets.All.OrderBy(options => options.Hidden), Presets.All);

    [Fact]
    public void Find_AnyPreset_IsFoundByItsName() => Assert.All(Presets.All, options => Assert.Same(options, Presets.Find(options.Preset)));

    [Theory]
    [InlineData("")]
    [InlineData("Small")]
    [InlineData("huge")]
    public void Find_UnknownName_IsNull(string name) => Assert.Null(Presets.Find(name));

    [Fact]
    public void Default_Preset_IsWhatOptionsSayThemselves() => Assert.Equal(new TrainingOptions(), Presets.Find(Presets.Default));

    [Fact]
    public void Names_ForMessages_ListThemAll() => Assert.Equal("tiny, small, base, large", Presets.Names);
}
